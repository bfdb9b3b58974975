#include "remote/retry.h"

#include <algorithm>
#include <array>

namespace lightwell::remote {
namespace {

constexpr std::array<std::string_view, 14> kTransientCodes = {"SlowDown",
                                                              "RequestTimeout",
                                                              "RequestTimeoutException",
                                                              "InternalError",
                                                              "ServiceUnavailable",
                                                              "Throttling",
                                                              "ThrottlingException",
                                                              "ThrottledException",
                                                              "TooManyRequestsException",
                                                              "RequestLimitExceeded",
                                                              "BandwidthLimitExceeded",
                                                              "PriorRequestNotComplete",
                                                              "ProvisionedThroughputExceededException",
                                                              "OperationAborted"};

}  // namespace

bool is_transient(const Error& failure) {
  if (std::find(kTransientCodes.begin(), kTransientCodes.end(), failure.kind->code) != kTransientCodes.end()) {
    return true;
  }
  const int status = failure.kind->http_status;
  return status == 500 || status == 502 || status == 503 || status == 504 || status == 429;
}

std::chrono::milliseconds delay_before(const RetryPolicy& policy, int attempts_made, uint64_t chance) {
  const int doublings = std::clamp(attempts_made - 1, 0, 20);
  const auto ceiling = std::min(policy.delay_max, policy.first_delay * (int64_t(1) << doublings));
  return std::chrono::milliseconds(int64_t(chance % uint64_t(ceiling.count() + 1)));
}

}  // namespace lightwell::remote
