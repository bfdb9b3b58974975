// Executor: a place where work runs. A coroutine that waited for another thread goes on where it was before.

#pragma once

#include <functional>

namespace lightwell {

using Job = std::move_only_function<void()>;

class Executor {
 public:
  virtual ~Executor() = default;
  // Runs `job` soon, on this executor, never inside the call. Callable from any thread.
  virtual void post(Job job) = 0;

  // The executor whose thread this is, or null on a thread that belongs to none.
  static Executor* current();
};

// Marks this thread as an executor's for as long as the mark lives.
class ExecutorScope {
 public:
  explicit ExecutorScope(Executor& executor);
  ~ExecutorScope();
  ExecutorScope(const ExecutorScope&) = delete;
  ExecutorScope& operator=(const ExecutorScope&) = delete;

 private:
  Executor* before_;
};

}  // namespace lightwell
