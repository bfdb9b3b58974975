#include "services/iam/totp_rules.h"

#include <doctest/doctest.h>

namespace lightwell::iam {
namespace {

// RFC 6238, appendix B: the last six of its eight digits.
TEST_CASE("Codes are those of RFC 6238") {
  constexpr std::string_view seed = "12345678901234567890";
  const auto at = [&](int64_t seconds) { return totp_code(seed, totp_step(from_micros(seconds * 1'000'000))); };
  CHECK(at(59) == "287082");
  CHECK(at(1111111109) == "081804");
  CHECK(at(1111111111) == "050471");
  CHECK(at(1234567890) == "005924");
  CHECK(at(2000000000) == "279037");
}

TEST_CASE("Two codes must follow each other, near the clock, and after the last that was used") {
  constexpr std::string_view seed = "12345678901234567890";
  const int64_t now = 1'000;
  const auto code = [&](int64_t step) { return totp_code(seed, step); };
  CHECK(find_pair(seed, code(now), code(now + 1), now, 0) == now);
  CHECK(find_pair(seed, code(now - 20), code(now - 19), now, 0) == now - 20);
  CHECK_FALSE(find_pair(seed, code(now - 21), code(now - 20), now, 0));
  CHECK_FALSE(find_pair(seed, code(now), code(now + 2), now, 0));
  CHECK_FALSE(find_pair(seed, code(now + 1), code(now), now, 0));
  CHECK_FALSE(find_pair(seed, code(now), code(now + 1), now, now));
}

TEST_CASE("A code is good once, and one step to each side of the clock") {
  constexpr std::string_view seed = "12345678901234567890";
  const auto code = [&](int64_t step) { return totp_code(seed, step); };
  CHECK(find_code(seed, code(99), 100, 0) == 99);
  CHECK(find_code(seed, code(101), 100, 0) == 101);
  CHECK_FALSE(find_code(seed, code(98), 100, 0));
  CHECK_FALSE(find_code(seed, code(99), 100, 99));
}

// RFC 4648, section 10, without padding.
TEST_CASE("Base 32") {
  CHECK(to_base32("") == "");
  CHECK(to_base32("f") == "MY");
  CHECK(to_base32("fooba") == "MZXW6YTB");
  CHECK(to_base32("foobar") == "MZXW6YTBOI");
}

}  // namespace
}  // namespace lightwell::iam
