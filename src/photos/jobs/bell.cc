#include "photos/jobs/bell.h"

#include <utility>

namespace lightwell::photos {

void Bell::ring() {
  std::optional<std::stop_source> waiting;
  {
    const std::lock_guard lock(mutex_);
    has_rung_ = true;
    waiting = waiting_;
  }
  if (waiting) waiting->request_stop();  // outside the lock: a waiter that goes on may take it
}

Task<bool> Bell::wait(Timer& timer, std::chrono::nanoseconds timeout, std::stop_token stop) {
  std::stop_source ended;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(has_rung_, false)) co_return true;
    waiting_ = ended;
  }
  {
    const std::stop_callback link(stop, [&ended] { ended.request_stop(); });
    co_await timer.sleep(timeout, ended.get_token());
  }
  const std::lock_guard lock(mutex_);
  waiting_.reset();
  co_return std::exchange(has_rung_, false);
}

}  // namespace lightwell::photos
