#include "photos/owners/throttle.h"

#include <arpa/inet.h>

#include <algorithm>

#include "photos/errors.h"

namespace lightwell::photos {
namespace {

Error wait_until(Timestamp free_at, Timestamp now) {
  const auto left = std::chrono::ceil<std::chrono::seconds>(free_at - now).count();
  return error(errors::too_many_attempts).with("RetryAfterSeconds", std::to_string(std::max<int64_t>(left, 1)));
}

Result<Attempts> load(store::Reader& reader, const std::string& bucket) {
  TRY(const auto found, reader.first("SELECT failures, last_at, free_at FROM attempts WHERE bucket = $1", {bucket},
                                     [](const store::Row& row) {
                                       return Attempts{
                                           .failures = row.integer(0), .last_at = row.time(1), .free_at = row.time(2)};
                                     }));
  return found.value_or(Attempts{});
}

}  // namespace

std::optional<Attempts> after_attempt(const Attempts& before, const ThrottleRule& rule, Timestamp now) {
  if (before.free_at > now) return std::nullopt;
  const bool is_forgotten = before.last_at + rule.forgotten_after <= now;
  Attempts after{.failures = is_forgotten ? 1 : before.failures + 1, .last_at = now, .free_at = now};
  if (after.failures > rule.free_failures) {
    const int64_t doublings = std::min<int64_t>(after.failures - rule.free_failures - 1, 20);
    after.free_at = now + std::min<microseconds>(rule.first_wait * (int64_t(1) << doublings), rule.wait_max);
  }
  return after;
}

std::string address_bucket(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));  // without a zone
  in6_addr wide;
  if (::inet_pton(AF_INET6, text.c_str(), &wide) != 1) return "address/" + text.substr(0, 64);
  if (IN6_IS_ADDR_V4MAPPED(&wide)) {
    char narrow[INET_ADDRSTRLEN];
    ::inet_ntop(AF_INET, wide.s6_addr + 12, narrow, sizeof narrow);
    return std::string("address/") + narrow;
  }
  std::fill(wide.s6_addr + 8, wide.s6_addr + 16, uint8_t(0));
  char prefix[INET6_ADDRSTRLEN];
  ::inet_ntop(AF_INET6, &wide, prefix, sizeof prefix);
  return std::string("address/") + prefix + "/64";
}

Task<Result<void>> DatabaseThrottle::begin(std::vector<Bucket> buckets, Timestamp now) {
  // Who has to wait costs a read, not a commit.
  CO_CHECK(co_await database_.read([&buckets, now](store::Reader& reader) -> Result<void> {
    Timestamp free_at = now;
    for (const Bucket& bucket : buckets) {
      TRY(const Attempts before, load(reader, bucket.name));
      free_at = std::max(free_at, before.free_at);
    }
    if (free_at > now) return fail(wait_until(free_at, now));
    return {};
  }));
  co_return co_await database_.write([&buckets, now](store::Transaction& transaction) -> Result<void> {
    for (const Bucket& bucket : buckets) {
      TRY(const Attempts before, load(transaction, bucket.name));
      const auto after = after_attempt(before, bucket.rule, now);
      if (!after) return fail(wait_until(before.free_at, now));
      REQUIRE_OK(
          transaction.execute("INSERT INTO attempts (bucket, failures, last_at, free_at) VALUES ($1, $2, $3, $4)"
                              " ON CONFLICT (bucket) DO UPDATE SET failures = $2, last_at = $3, free_at = $4",
                              {bucket.name, after->failures, after->last_at, after->free_at}));
    }
    return {};
  });
}

Task<Result<void>> DatabaseThrottle::succeed(std::vector<Bucket> buckets) {
  co_return co_await database_.write([&buckets](store::Transaction& transaction) -> Result<void> {
    for (const Bucket& bucket : buckets) {
      REQUIRE_OK(transaction.execute("DELETE FROM attempts WHERE bucket = $1", {bucket.name}));
    }
    return {};
  });
}

Task<Result<void>> DatabaseThrottle::sweep(Timestamp now) {
  const Timestamp oldest = now - ThrottleRule{}.forgotten_after;
  co_return co_await database_.write([oldest, now](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(transaction.execute("DELETE FROM attempts WHERE last_at < $1 AND free_at < $2", {oldest, now}));
    return {};
  });
}

}  // namespace lightwell::photos
