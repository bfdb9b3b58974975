// Completion<T>: a value that one thread will set and one coroutine waits for. The coroutine goes on in the executor
// it waited in; on a thread that belongs to none it goes on where the value was set.

#pragma once

#include <atomic>
#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

#include "run/executor.h"

namespace lightwell {

template <class T>
class Completion {
  struct State {
    std::atomic<void*> waiter = nullptr;  // null: nobody yet; the state itself: set; else the coroutine
    Executor* executor = nullptr;
    std::optional<T> value;
  };

 public:
  Completion() : state_(std::make_shared<State>()) {}

  // Once only.
  void set(T value) const {
    const auto state = state_;
    state->value.emplace(std::move(value));
    void* waiter = state->waiter.exchange(state.get(), std::memory_order_acq_rel);
    if (waiter == nullptr) return;
    const auto handle = std::coroutine_handle<>::from_address(waiter);
    if (state->executor != nullptr) {
      state->executor->post([handle] { handle.resume(); });
    } else {
      handle.resume();
    }
  }

  bool await_ready() const noexcept { return state_->waiter.load(std::memory_order_acquire) == state_.get(); }
  bool await_suspend(std::coroutine_handle<> handle) const noexcept {
    state_->executor = Executor::current();
    void* expected = nullptr;
    return state_->waiter.compare_exchange_strong(expected, handle.address(), std::memory_order_acq_rel);
  }
  T await_resume() const { return std::move(*state_->value); }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace lightwell
