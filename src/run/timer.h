// Waiting for time to pass.

#pragma once

#include <chrono>
#include <stop_token>

#include "run/task.h"

namespace lightwell {

class Timer {
 public:
  virtual ~Timer() = default;
  // Answers false at once when `stop` is requested before the time has passed.
  virtual Task<bool> sleep(std::chrono::nanoseconds, std::stop_token stop = {}) = 0;
};

}  // namespace lightwell
