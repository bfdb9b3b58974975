// JobQueue: jobs of one kind, worked off.
//
// A job is a row written in the transaction that makes it necessary, so no event can come before the row it speaks of.
// A worker leases a job, does it, and settles it in one transaction; a lease that a killed process left runs out and
// another worker takes the job. What may work another time is tried again, later each time; what failed stays visible,
// in words, and can be tried again by hand. A person can pause the queue, and it stays so through a restart.

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "photos/events.h"
#include "photos/jobs/job.h"
#include "photos/owners/access.h"
#include "run/executor.h"
#include "run/interlude.h"
#include "run/spawn.h"
#include "run/task.h"
#include "run/timer.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// What a failed attempt comes to.
struct Verdict {
  bool is_final = false;
  int attempts = 0;              // from now on
  std::chrono::seconds wait{0};  // before the next attempt
  std::string message;           // of a final one, for a person
};

class JobQueue {
 public:
  struct Core {  // all must outlive the queue
    store::Database& database;
    Events& events;
    Ids& ids;
    const Clock& clock;
    Interlude* interlude = nullptr;  // of --testing: what was begun before a reset is given up
  };
  virtual ~JobQueue();
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  // Frees the leases a killed process of this machine left, and starts the workers on `executor`.
  Task<Result<void>> start(Executor& executor, Timer& timer);
  // Takes no more jobs, stops the machine behind, and waits for the workers: what was being done waits for the next
  // start. Not to be called on the executor's own thread.
  void stop();
  // Queues a photo, inside the transaction that makes it necessary; the workers are woken after the commit.
  Result<void> enqueue(store::Transaction& transaction, const std::string& photo_id, const std::string& owner,
                       Timestamp now, JobLane lane = JobLane::first);

  Task<Result<JobCounts>> summary(Viewer viewer);
  Task<Result<QueueStatus>> status(Viewer viewer);
  Task<Result<std::vector<JobFailure>>> failures(Viewer viewer);  // newest first, at most 1,000
  // Tries failed photos again, all when no ids are given; answers how many. At most 1,000 ids.
  Task<Result<int64_t>> retry(Viewer viewer, std::optional<std::vector<std::string>> ids, Timestamp now);
  // Why nothing can be done now, in words for a person.
  std::optional<std::string> what_hinders() const { return obstacle(); }
  // Jobs that run go on to their end.
  Task<Result<void>> pause(Viewer viewer, Timestamp now);
  Task<Result<void>> resume(Viewer viewer, Timestamp now);
  // Waits until no job waits or runs; false after `timeout`. For tests and the command line.
  Task<bool> wait_until_idle(Timer& timer, std::chrono::nanoseconds timeout);

  // Works off one job if one is due; answers whether there was one. For tests: the workers do nothing else.
  Task<Result<bool>> work_one();

 protected:
  JobQueue(JobKind kind, Core core, JobLimits limits);

  // Does the job and settles it: its row goes, or settle_failure() keeps it. `scene` may be null.
  virtual Task<Result<void>> process(Job job, Interlude::Scene* scene) = 0;
  // Ends what the machine behind is doing, now and later.
  virtual void stop_machine() = 0;
  // Why nothing can be done now, in words for a person.
  virtual std::optional<std::string> obstacle() const { return std::nullopt; }
  // What a failure for good, or a new try after one, does to the photo. In the transaction that settles it.
  virtual Result<void> give_up(store::Transaction& transaction, const Job& job, const std::string& message) = 0;
  virtual Result<void> take_up(store::Transaction& transaction, const std::string& owner,
                               const std::string& photo_id) = 0;
  // The photo was removed for good meanwhile: what the job wrote outside the transaction goes after it.
  virtual Result<void> undo(store::Transaction& transaction, const Job& job, Timestamp now) = 0;

  Task<Result<void>> settle_failure(Job job, Error failed, Verdict verdict);
  const JobLimits& limits() const { return limits_; }
  void ring_after(store::Transaction& transaction);

  const Core core_;

 private:
  struct Bells;
  Task<void> work(size_t worker, Timer& timer);
  Task<std::chrono::nanoseconds> time_to_next();
  Task<Result<std::optional<Job>>> take();
  Task<Result<void>> set_pause(Viewer viewer, bool is_paused, Timestamp now);
  void note_done();
  std::optional<double> done_per_minute() const;

  const JobKind kind_;
  const JobLimits limits_;
  std::shared_ptr<Bells> bells_;  // rung by jobs that run after a commit
  std::stop_source stopping_;
  mutable std::mutex pace_mutex_;
  std::deque<Timestamp> done_lately_;
  TaskGroup tasks_;
};

}  // namespace lightwell::photos
