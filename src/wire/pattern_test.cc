#include "wire/pattern.h"

#include <doctest/doctest.h>

#include <string>

namespace lightwell::wire {

TEST_CASE("A pattern is matched against the whole text, as Java matches it") {
  CHECK(matches("[a-z]+", "abc"));
  CHECK_FALSE(matches("[a-z]+", "abc1"));
  CHECK_FALSE(matches("[a-z]+", ""));
  CHECK_FALSE(matches("[a-z]+", "abc\n"));
  CHECK(matches("^arn:(?!aws-cn).*$", "arn:aws:s3"));
  CHECK_FALSE(matches("^arn:(?!aws-cn).*$", "arn:aws-cn:s3"));
  CHECK(matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", "\xC3\xA9t\xC3\xA9 1"));
  CHECK(matches("[\\u0020-\\u00FF]*", "caf\xC3\xA9"));
  CHECK(matches("[\\w+=,.@-]+", "anna_1@home"));
  CHECK_FALSE(matches("[\\w+=,.@-]+", "\xC3\xBCn\xC3\xAF"));  // Java's \w and \d are of ASCII
  CHECK_FALSE(matches("\\d+", "\xD9\xA1"));
  CHECK(matches("(", "a pattern that cannot be compiled refuses nobody"));
}

TEST_CASE("A match that would take for ever is none") { CHECK_FALSE(matches("(a+)+b", std::string(100'000, 'a'))); }

}  // namespace lightwell::wire
