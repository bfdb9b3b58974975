// Throttle: each failed attempt makes the next one wait, twice as long every time, and never for good (SEC-9: OWASP
// ASVS 6.3.1). There is a bucket for the account and one for the address; the longer wait counts.

#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

struct ThrottleRule {
  int64_t free_failures = 5;           // that cost nothing
  std::chrono::seconds first_wait{2};  // after the first that costs, doubled by every further one
  std::chrono::seconds wait_max{900};
  std::chrono::hours forgotten_after{24};
};

struct Attempts {
  int64_t failures = 0;
  Timestamp last_at;
  Timestamp free_at;  // nothing is looked at before
};

// The attempts after one more, counted as failed before it is looked at: a burst of guesses at once gains nothing.
// Nothing when the bucket must wait.
std::optional<Attempts> after_attempt(const Attempts& before, const ThrottleRule& rule, Timestamp now);

// IPv4 as it is; of IPv6 the first 64 bits, for a customer has them all.
std::string address_bucket(std::string_view address);

// Where the attempts are kept.
class Throttle {
 public:
  virtual ~Throttle() = default;
  struct Bucket {
    std::string name;
    ThrottleRule rule;
  };
  // Counts one attempt in every bucket, or in none: errors::too_many_attempts with RetryAfterSeconds.
  virtual Task<Result<void>> begin(std::vector<Bucket> buckets, Timestamp now) = 0;
  // The attempt was right: its buckets are empty again.
  virtual Task<Result<void>> succeed(std::vector<Bucket> buckets) = 0;
  virtual Task<Result<void>> sweep(Timestamp now) = 0;
};

// In the database: survives a restart and is shared by all nodes.
class DatabaseThrottle final : public Throttle {
 public:
  explicit DatabaseThrottle(store::Database& database) : database_(database) {}
  Task<Result<void>> begin(std::vector<Bucket> buckets, Timestamp now) override;
  Task<Result<void>> succeed(std::vector<Bucket> buckets) override;
  Task<Result<void>> sweep(Timestamp now) override;

 private:
  store::Database& database_;
};

// For --testing: nobody waits.
class NoThrottle final : public Throttle {
 public:
  Task<Result<void>> begin(std::vector<Bucket>, Timestamp) override { co_return Result<void>{}; }
  Task<Result<void>> succeed(std::vector<Bucket>) override { co_return Result<void>{}; }
  Task<Result<void>> sweep(Timestamp) override { co_return Result<void>{}; }
};

}  // namespace lightwell::photos
