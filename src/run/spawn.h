// Starting tasks nobody awaits, and waiting for one from a thread that is no coroutine.

#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>

#include "run/completion.h"
#include "run/executor.h"
#include "run/task.h"

namespace lightwell {

// Counts the tasks it started, so that an orderly stop can wait for the last.
class TaskGroup {
 public:
  TaskGroup() = default;
  ~TaskGroup() { wait(); }
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // The task begins on `executor`. An exception that leaves it is logged.
  void spawn(Executor& executor, Task<void> task);
  // Blocks until every task has ended. Never call it on a thread the tasks need.
  void wait();
  // Answers whether every task has ended within that time.
  bool wait_for(std::chrono::milliseconds);
  size_t running() const;

 private:
  void begin();
  void end();
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  size_t running_ = 0;
};

// Runs `task` on this thread, blocking until it ends. For tests, start-up and command lines.
namespace spawn_detail {
class Latch {
 public:
  void open();
  void wait();

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};
template <class T>
Detached await_into(Task<T> task, std::optional<T>& value, std::exception_ptr& thrown, Latch& latch) {
  try {
    value.emplace(co_await std::move(task));
  } catch (...) {
    thrown = std::current_exception();
  }
  latch.open();
}
Detached await_into(Task<void> task, std::exception_ptr& thrown, Latch& latch);
}  // namespace spawn_detail

template <class T>
T sync_wait(Task<T> task) {
  spawn_detail::Latch latch;
  std::exception_ptr thrown;
  if constexpr (std::is_void_v<T>) {
    spawn_detail::await_into(std::move(task), thrown, latch);
    latch.wait();
    if (thrown) std::rethrow_exception(thrown);
  } else {
    std::optional<T> value;
    spawn_detail::await_into<T>(std::move(task), value, thrown, latch);
    latch.wait();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*value);
  }
}

// The same, but the task runs on `executor`, as a handler's would; this thread only waits.
template <class T>
T sync_wait(Executor& executor, Task<T> task) {
  struct Hop {
    static Task<T> run(Executor& where, Task<T> inner) {
      Completion<int> arrived;
      where.post([arrived] { arrived.set(0); });
      co_await arrived;
      co_return co_await std::move(inner);
    }
  };
  return sync_wait(Hop::run(executor, std::move(task)));
}

}  // namespace lightwell
