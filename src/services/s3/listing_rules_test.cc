#include "services/s3/listing_rules.h"

#include <doctest/doctest.h>

#include "services/s3/errors.h"

namespace lightwell::s3 {

TEST_CASE("what lies behind a prefix lies behind every key that begins with it") {
  CHECK(behind_prefix("a/") == "a0");
  CHECK(behind_prefix("a") > "a\xf4\x8f\xbf\xbf");
  CHECK(behind_prefix("ab") < "ac\x01");
  CHECK(behind_prefix("") == "\xff");
  CHECK(behind_prefix("\xff\xff") == "\xff");
  CHECK(behind_key("a") > "a");
  CHECK(behind_key("a") < "a\x01");
}

TEST_CASE("a key is rolled into what comes up to the first delimiter behind the prefix") {
  CHECK(common_prefix("a/b/c", "", "/") == "a/");
  CHECK(common_prefix("a/b/c", "a/", "/") == "a/b/");
  CHECK(common_prefix("a/b", "a/", "/") == std::nullopt);
  CHECK(common_prefix("a//b", "a/", "/") == "a//");
  CHECK(common_prefix("a--b--c", "", "--") == "a--");
  CHECK(common_prefix("a/b", "", "") == std::nullopt);
  CHECK(common_prefix("x/b", "a", "/") == std::nullopt);
}

TEST_CASE("a marker inside a common prefix skips the whole of it") {
  CHECK(begin_after_marker("", "", "/").empty());
  CHECK(begin_after_marker("b", "", "/") == behind_key("b"));
  CHECK(begin_after_marker("b/", "", "/") == behind_prefix("b/"));
  CHECK(begin_after_marker("b/x", "", "/") == behind_prefix("b/"));
  CHECK(begin_after_marker("b/x", "b/", "/") == behind_key("b/x"));
  CHECK(begin_after_marker("b/x", "", "") == behind_key("b/x"));
}

TEST_CASE("a token is read back and nothing else is") {
  const std::string key = behind_key("日本/1");
  CHECK(read_token(make_token(key)) == key);
  for (const char* token : {"", "!", "no token of ours!", "MA", "eHg"}) {
    CAPTURE(token);
    const auto refused = read_token(token);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == &errors::invalid_argument);
  }
}

TEST_CASE("a page holds a thousand at most") {
  CHECK(page_size(std::nullopt, "max-keys") == 1000);
  CHECK(page_size(5000, "max-keys") == 1000);
  CHECK(page_size(0, "max-keys") == 0);
  CHECK(page_size(-1, "max-keys").error().kind == &errors::invalid_argument);
  CHECK(check_encoding_type("url"));
  CHECK(check_encoding_type("base64").error().kind == &errors::invalid_argument);
}

}  // namespace lightwell::s3
