// Crossing over to a connection's loop and back, for callers that live on another thread.

#pragma once

#include <coroutine>
#include <exception>
#include <optional>

#include "run/completion.h"
#include "run/loop.h"
#include "run/spawn.h"

namespace lightwell::http {

inline bool is_on(const Loop& loop) { return Executor::current() == &loop; }

// `co_await move_to(loop);` goes on there.
class MoveTo {
 public:
  explicit MoveTo(Loop& loop) : loop_(loop) {}
  bool await_ready() const noexcept { return is_on(loop_); }
  void await_suspend(std::coroutine_handle<> waiter) const {
    loop_.post([waiter] { waiter.resume(); });
  }
  void await_resume() const noexcept {}

 private:
  Loop& loop_;
};
inline MoveTo move_to(Loop& loop) { return MoveTo(loop); }

template <class T>
struct CrossingOutcome {
  std::optional<T> value;
  std::exception_ptr thrown;
};

template <class T>
spawn_detail::Detached cross(Loop& loop, Task<T> task, Completion<CrossingOutcome<T>> done) {
  co_await move_to(loop);
  CrossingOutcome<T> outcome;
  try {
    outcome.value.emplace(co_await std::move(task));
  } catch (...) {
    outcome.thrown = std::current_exception();
  }
  done.set(std::move(outcome));
}

// Runs `task` on the loop; the caller goes on in its own executor.
template <class T>
Task<T> run_on(Loop& loop, Task<T> task) {
  if (is_on(loop)) co_return co_await std::move(task);
  Completion<CrossingOutcome<T>> done;
  cross(loop, std::move(task), done);
  CrossingOutcome<T> outcome = co_await done;
  if (outcome.thrown) std::rethrow_exception(outcome.thrown);
  co_return std::move(*outcome.value);
}

}  // namespace lightwell::http
