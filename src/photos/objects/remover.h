// Remover: takes away what lies elsewhere and nothing refers to any more, however often it takes: the bytes of
// photos in S3, their faces in a collection.
//
// Whoever gives something up writes its key into the outbox, in the transaction that gives it up. The remover deletes
// what is due and then the row; a kill in between costs a second, harmless delete.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/jobs/bell.h"
#include "run/executor.h"
#include "run/spawn.h"
#include "run/task.h"
#include "run/timer.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// Where a key lies. The number is the column's.
enum class Removal { object = 0, face = 1 };

class Remover {
 public:
  // Removes what the keys name, and answers those that could not be removed; removing what is not there succeeds.
  using Dispose = std::function<Task<Result<std::vector<std::string>>>(std::vector<std::string> keys)>;
  Remover(store::Database& database, Removal kind, Dispose dispose, const Clock& clock);
  ~Remover();  // stops

  // Inside the caller's transaction. `not_before`: until then somebody may still write the key.
  Result<void> give_up(store::Transaction& transaction, const std::string& key, Timestamp not_before);

  // Somebody needs it again before it was removed.
  Result<void> keep(store::Transaction& transaction, const std::string& key);

  // Removes what is due now; answers how many.
  Task<Result<int64_t>> remove_due();

  void start(Executor& executor, Timer& timer);
  void stop();  // not on the executor's own thread

 private:
  Task<void> work(Timer& timer);

  store::Database& database_;
  const Removal kind_;
  const Dispose dispose_;
  const Clock& clock_;
  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();  // rung by jobs that run after a commit
  std::stop_source stopping_;
  TaskGroup tasks_;
};

}  // namespace lightwell::photos
