// Bell: a wake-up that is not lost. Rung before the wait, the wait ends at once.

#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <stop_token>

#include "run/task.h"
#include "run/timer.h"

namespace lightwell::photos {

class Bell {
 public:
  // From any thread. Cheap when nobody waits.
  void ring();
  // One waiter at a time. Answers whether the bell rang; false when `timeout` passed or `stop` was requested.
  Task<bool> wait(Timer& timer, std::chrono::nanoseconds timeout, std::stop_token stop = {});

 private:
  std::mutex mutex_;
  bool has_rung_ = false;
  std::optional<std::stop_source> waiting_;
};

}  // namespace lightwell::photos
