#include "photos/owners/throttle.h"

#include <doctest/doctest.h>

namespace lightwell::photos {

TEST_CASE("attempts are free at first, then wait twice as long each, up to a limit") {
  const ThrottleRule rule{
      .free_failures = 2, .first_wait = std::chrono::seconds(2), .wait_max = std::chrono::seconds(10)};
  Timestamp now = from_micros(1'700'000'000'000'000);
  Attempts attempts;
  for (const int64_t wait : {0, 0, 2, 4, 8, 10, 10}) {
    const auto after = after_attempt(attempts, rule, now);
    REQUIRE(after);
    CHECK(std::chrono::duration_cast<std::chrono::seconds>(after->free_at - now).count() == wait);
    attempts = *after;
    if (wait > 0) CHECK_FALSE(after_attempt(attempts, rule, now + std::chrono::seconds(wait) - microseconds(1)));
    now = attempts.free_at;
  }
}

TEST_CASE("attempts of yesterday are forgotten") {
  const ThrottleRule rule;
  const Timestamp now = from_micros(1'700'000'000'000'000);
  const Attempts many{.failures = 40, .last_at = now, .free_at = now};
  CHECK(after_attempt(many, rule, now + std::chrono::hours(23))->failures == 41);
  CHECK(after_attempt(many, rule, now + std::chrono::hours(24))->failures == 1);
}

TEST_CASE("an IPv6 customer is one address") {
  CHECK(address_bucket("192.0.2.7") == "address/192.0.2.7");
  CHECK(address_bucket("2001:db8:1:2:3:4:5:6") == address_bucket("2001:db8:1:2::9"));
  CHECK(address_bucket("2001:db8:1:2::9") != address_bucket("2001:db8:1:3::9"));
  CHECK(address_bucket("::ffff:192.0.2.7") == "address/192.0.2.7");
  CHECK(address_bucket("fe80::1%eth0") == address_bucket("fe80::1"));
}

}  // namespace lightwell::photos
