// How many reports of browsers reach the log: anyone may send them.

#pragma once

#include <chrono>
#include <mutex>

#include "base/time.h"

namespace lightwell::site {

class ReportBudget {
 public:
  // Whether one more may be written this minute.
  bool take(Timestamp now) {
    const std::lock_guard lock(mutex_);
    if (now - since_ >= std::chrono::minutes(1)) {
      since_ = now;
      taken_ = 0;
    }
    return taken_++ < kEachMinute;
  }

 private:
  static constexpr int kEachMinute = 10;
  std::mutex mutex_;
  Timestamp since_{};
  int taken_ = 0;
};

}  // namespace lightwell::site
