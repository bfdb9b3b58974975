// Remover: takes away the bytes nothing refers to any more, however often it takes.
//
// Whoever gives an object up writes its key into the outbox, in the transaction that gives it up. The remover deletes
// what is due and then the row; a kill in between costs a second, harmless delete.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/jobs/bell.h"
#include "photos/objects/objects.h"
#include "run/executor.h"
#include "run/spawn.h"
#include "run/timer.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class Remover {
 public:
  Remover(store::Database& database, Objects& objects, const Clock& clock);
  ~Remover();  // stops

  // Inside the caller's transaction. `not_before`: until then somebody may still write the key.
  Result<void> give_up(store::Transaction& transaction, const std::string& key, Timestamp not_before);

  // Removes what is due now; answers how many objects.
  Task<Result<int64_t>> remove_due();

  void start(Executor& executor, Timer& timer);
  void stop();  // not on the executor's own thread

 private:
  Task<void> work(Timer& timer);

  store::Database& database_;
  Objects& objects_;
  const Clock& clock_;
  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();  // rung by jobs that run after a commit
  std::stop_source stopping_;
  TaskGroup tasks_;
};

}  // namespace lightwell::photos
