// Processing: every new photo is read once in a sandboxed child process, which gives its size, dates, camera and
// previews.
//
// A job is a row written with its photo, so no event can come before the row it speaks of. A worker leases a job, reads
// the picture, stores the previews and updates the photo in one transaction; a lease that a killed process left runs
// out and another worker takes the job. A crash or a hang of the child is tried three times; a picture that cannot be
// read is final at once. What failed stays visible, in words, and can be tried again.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "photos/events.h"
#include "photos/jobs/image_reader.h"
#include "photos/owners/access.h"
#include "run/executor.h"
#include "run/interlude.h"
#include "run/spawn.h"
#include "run/task.h"
#include "run/timer.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class Objects;
class Remover;
struct Job;

struct ProcessingLimits {
  std::string node = "local";  // whose leases start() frees
  size_t workers = 2;          // as many as the reader has children
  int attempts_max = 3;
  std::chrono::seconds lease{180};      // longer than a child may live
  std::chrono::seconds retry_first{5};  // doubled at every further attempt
};

struct ProcessingSummary {
  int64_t waiting = 0;
  int64_t running = 0;
  int64_t failed = 0;
};

struct ProcessingFailure {
  std::string photo_id;
  std::string name;
  std::string message;  // words for a person
  Timestamp at;
};

class Processing {
 public:
  struct Parts {  // all must outlive the processing
    store::Database& database;
    Objects& objects;
    Events& events;
    Remover& remover;
    ImageReader& reader;
    Ids& ids;
    const Clock& clock;
    Interlude* interlude = nullptr;  // of --testing: what was begun before a reset is given up
  };
  explicit Processing(Parts parts, ProcessingLimits limits = {});
  ~Processing();  // stops

  // Frees the leases a killed process of this machine left, and starts the workers on `executor`.
  Task<Result<void>> start(Executor& executor, Timer& timer);
  // Takes no more jobs, stops the reader, and waits for the workers: what was being read waits for the next start. Not
  // to be called on the executor's own thread.
  void stop();
  // Queues a photo, inside the transaction that makes it; the workers are woken after the commit.
  Result<void> enqueue(store::Transaction& transaction, const std::string& photo_id, const std::string& owner,
                       Timestamp now);

  Task<Result<ProcessingSummary>> summary(Viewer viewer);
  Task<Result<std::vector<ProcessingFailure>>> failures(Viewer viewer);  // newest first, at most 1,000
  // Tries failed photos again; answers how many. At most 1,000 ids.
  Task<Result<int64_t>> retry(Viewer viewer, std::vector<std::string> ids, Timestamp now);
  // Waits until no job waits or runs; false after `timeout`. For tests and the command line.
  Task<bool> wait_until_idle(Timer& timer, std::chrono::nanoseconds timeout);

  // Works off one job if one is due; answers whether there was one. For tests: the workers do nothing else.
  Task<Result<bool>> work_one();

 private:
  struct Bells;
  Task<void> work(size_t worker, Timer& timer);
  Task<std::chrono::nanoseconds> time_to_next();
  Task<Result<std::optional<Job>>> take();
  Task<Result<void>> process(Job job, Interlude::Scene* scene);
  Task<Result<void>> finish(Job job, Reading reading);
  Task<Result<void>> settle_failure(Job job, Error failed);
  Result<void> forget_previews(store::Transaction& transaction, const Job& job, Timestamp now);

  Parts parts_;
  ProcessingLimits limits_;
  std::shared_ptr<Bells> bells_;  // rung by jobs that run after a commit
  std::stop_source stopping_;
  TaskGroup tasks_;
};

}  // namespace lightwell::photos
