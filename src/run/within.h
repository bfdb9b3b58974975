// within(): waits for a task, but no longer than a limit.
//
// A task that is too late goes on by itself until it ends: what it uses must be owned by its own frame, or outlive the
// program's last task.

#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "run/completion.h"
#include "run/start.h"
#include "run/task.h"
#include "run/timer.h"

namespace lightwell {

namespace within_detail {

// Whoever comes first sets what is waited for.
template <class T>
struct Race {
  struct Outcome {
    std::optional<T> value;
    std::exception_ptr thrown;
  };
  Completion<Outcome> first;
  std::atomic<bool> is_over = false;
  std::stop_source answered;

  void finish(Outcome outcome) {
    if (!is_over.exchange(true)) first.set(std::move(outcome));
  }
};

template <class T>
Task<bool> run(Task<T> task, std::shared_ptr<Race<T>> race) {
  typename Race<T>::Outcome outcome;
  try {
    outcome.value.emplace(co_await std::move(task));
  } catch (...) {
    outcome.thrown = std::current_exception();
  }
  race->finish(std::move(outcome));
  race->answered.request_stop();
  co_return true;
}

template <class T>
Task<bool> give_up(Timer& timer, std::chrono::nanoseconds limit, std::shared_ptr<Race<T>> race) {
  if (co_await timer.sleep(limit, race->answered.get_token())) race->finish({});
  co_return true;
}

}  // namespace within_detail

// Nothing when `limit` passed first.
template <class T>
Task<std::optional<T>> within(Timer& timer, std::chrono::nanoseconds limit, Task<T> task) {
  const auto race = std::make_shared<within_detail::Race<T>>();
  start(within_detail::run(std::move(task), race));
  start(within_detail::give_up(timer, limit, race));
  auto outcome = co_await race->first;
  if (outcome.thrown) std::rethrow_exception(outcome.thrown);
  co_return std::move(outcome.value);
}

}  // namespace lightwell
