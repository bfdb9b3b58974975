// When a failed call is made again, and after how long: AWS's "standard" mode.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace lightwell::remote {

struct RetryPolicy {
  int attempts_max = 3;  // the first one counts
  std::chrono::milliseconds first_delay{100};
  std::chrono::milliseconds delay_max{20'000};
};

// Whether the same call may succeed a little later. The far side's words decide, then its status.
bool is_transient(const Error& failure);

// Full jitter: anything between nothing and first_delay doubled for each attempt already made (1, 2, ...). `chance` is
// any random number.
std::chrono::milliseconds delay_before(const RetryPolicy& policy, int attempts_made, uint64_t chance);

}  // namespace lightwell::remote
