// ChildPool: a queue of jobs, and one thread for each engine child: it starts the child when there is work, gives it
// job by job, replaces it when it is lost, and lets it go when there was nothing to do for a while.

#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "engines/sandbox/child_counts.h"
#include "engines/sandbox/conversation.h"

namespace lightwell::engines {

// One thing to be done by a child, on the thread of that child. A lost child costs it a second try in a new one.
class ChildJob {
 public:
  virtual ~ChildJob() = default;
  // Once, before the first try.
  virtual Result<void> prepare() { return {}; }
  // One try: talks to the child and keeps the answer for finish().
  virtual std::expected<void, Loss> attempt(Conversation& child) = 0;
  // Two children were lost over it, or one to its deadline.
  virtual Error lost(Loss loss) const = 0;
  // Exactly once, at the end: with an error, or with the answer that attempt() kept.
  virtual void finish(Result<void> outcome) = 0;
};

struct ChildPoolOptions {
  std::string name;     // "image engine": in the log
  size_t children = 0;  // 0: one a core
  size_t queue_max = 1024;
  std::chrono::milliseconds idle = std::chrono::seconds(30);
  // A child is replaced after so many jobs: leaks stay small, and whoever breaks into one sees few pictures.
  uint32_t jobs_per_child_max = 500;
  // `stop` as Conversation::start takes it.
  std::function<Result<Conversation>(int stop)> start;
  // Of what children open when they start, where they do: one that opened something else is replaced before its next
  // job.
  std::function<std::string()> stamp = {};
};

class ChildPool {
 public:
  explicit ChildPool(ChildPoolOptions options);
  ~ChildPool() { stop(); }
  ChildPool(const ChildPool&) = delete;
  ChildPool& operator=(const ChildPool&) = delete;

  // errors::slow_down when the queue is full, errors::stopped; then the job is not finished but dropped.
  Result<void> offer(std::unique_ptr<ChildJob> job);
  // Ends the children. Jobs that wait or run are finished with errors::stopped.
  void stop();
  ChildCounts counts() const;

 private:
  std::unique_ptr<ChildJob> next(bool has_child);
  struct Child {
    std::optional<Conversation> talk;
    std::string stamp;
  };
  bool stopping() const;
  void serve();
  Result<void> carry_out(ChildJob& job, Child& child);
  Result<void> start(Child& child);
  void let_go(Child& child);
  void report_loss(Conversation& child, Loss loss, int attempt);

  const ChildPoolOptions options_;
  const FileHandle stop_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<ChildJob>> queue_;
  bool stopping_ = false;
  bool warned_ = false;
  ChildCounts counts_;
  std::vector<std::thread> threads_;
};

}  // namespace lightwell::engines
