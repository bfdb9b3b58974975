// start(): a task that begins at once and runs beside its starter, until somebody joins it.
//
//   auto writing = start(writer.write(block));
//   CO_TRY(const Bytes more, co_await source.read());  // meanwhile
//   CO_CHECK(co_await writing.join());
//
// A task that is never joined still runs to its end; what it uses must be owned by its own frame. With an executor,
// both sides stay on it; without one (tests), the started task may go on in another thread.

#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "run/completion.h"
#include "run/task.h"

namespace lightwell {

template <class T>
class Started {
 public:
  // Once only.
  Task<T> join() {
    Outcome outcome = co_await done_;
    if (outcome.thrown) std::rethrow_exception(outcome.thrown);
    co_return *std::move(outcome.value);
  }

 private:
  template <class U>
  friend Started<U> start(Task<U> task);

  struct Outcome {
    std::optional<T> value;
    std::exception_ptr thrown;
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
  static Detached run(Task<T> task, Completion<Outcome> done) {
    Outcome outcome;
    try {
      outcome.value.emplace(co_await std::move(task));
    } catch (...) {
      outcome.thrown = std::current_exception();
    }
    done.set(std::move(outcome));
  }

  Completion<Outcome> done_;
};

template <class T>
Started<T> start(Task<T> task) {
  Started<T> started;
  Started<T>::run(std::move(task), started.done_);
  return started;
}

}  // namespace lightwell
