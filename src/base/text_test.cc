#include "base/text.h"

#include <doctest/doctest.h>

namespace lightwell {

TEST_CASE("base64 answers RFC 4648's vectors and refuses what is not canonical") {
  CHECK(to_base64(as_bytes("f")) == "Zg==");
  CHECK(to_base64(as_bytes("foobar")) == "Zm9vYmFy");
  CHECK(from_base64("Zm9vYg==") == "foob");
  CHECK_FALSE(from_base64("Zm9vYg"));
  CHECK_FALSE(from_base64("Zm9vYh=="));
  CHECK_FALSE(from_base64("Zm9 Yg=="));
  CHECK(from_base64url("-_8") == "\xfb\xff");
}

TEST_CASE("percent-encoding keeps the unreserved and refuses a broken escape") {
  CHECK(percent_encode("a b/ü~") == "a%20b%2F%C3%BC~");
  CHECK(percent_encode("a b/c", Slash::keep) == "a%20b/c");
  CHECK(percent_decode("a%20b%2f+") == "a b/+");
  CHECK(percent_decode("a+b", true) == "a b");
  CHECK_FALSE(percent_decode("%2"));
  CHECK_FALSE(percent_decode("%zz"));
}

TEST_CASE("UTF-8 excludes overlong forms, surrogates and what lies past the last code point") {
  CHECK(is_utf8("héllo 日本 🌄"));
  CHECK_FALSE(is_utf8("\xc0\xaf"));
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));
  CHECK_FALSE(is_utf8("\xe6\x97"));
  CHECK(code_points("日本") == 2);
}

TEST_CASE("numbers are whole, without sign tricks or overflow") {
  CHECK(parse_unsigned("18446744073709551615") == 18446744073709551615u);
  CHECK_FALSE(parse_unsigned("18446744073709551616"));
  CHECK_FALSE(parse_unsigned("+1"));
  CHECK_FALSE(parse_unsigned("1 "));
  CHECK(parse_integer("-5") == -5);
  CHECK_FALSE(parse_integer(""));
}

TEST_CASE("a comparison in constant time still compares") {
  CHECK(equals_constant_time("abc", "abc"));
  CHECK_FALSE(equals_constant_time("abc", "abd"));
  CHECK_FALSE(equals_constant_time("abc", "abcd"));
}

}  // namespace lightwell
