#include "services/s3/copy_rules.h"

#include <doctest/doctest.h>

#include "services/s3/errors.h"

namespace lightwell::s3 {

TEST_CASE("a copy source may be encoded or not, with a slash in front or not") {
  struct Case {
    const char* header;
    const char* key;
  };
  for (const Case& each : {Case{"b/k", "k"}, Case{"/b/k", "k"}, Case{"b/a/b", "a/b"}, Case{"b/a%2Fb", "a/b"},
                           Case{"b%2Fk", "k"}, Case{"b/a+b", "a b"}, Case{"b/a%2Bb", "a+b"}, Case{"b/%C3%BC", "ü"},
                           Case{"b/ü", "ü"}, Case{"b/k?versionId=null", "k"}, Case{"b/k?x", "k?x"}}) {
    CAPTURE(each.header);
    const auto source = parse_copy_source(each.header);
    REQUIRE(source);
    CHECK(source->bucket == "b");
    CHECK(source->key == each.key);
  }
}

TEST_CASE("a copy source that names no object is refused") {
  for (const char* header : {"", "b", "b/", "/b", "//k", "b/%zz", "b/%ff", "b/k?versionId=3sL4kq"}) {
    CAPTURE(header);
    const auto refused = parse_copy_source(header);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == &errors::invalid_argument);
  }
  CHECK(parse_copy_source("arn:aws:s3:us-east-1:1:accesspoint/a/object/k").error().kind == &errors::not_implemented);
}

TEST_CASE("a directive copies or replaces") {
  CHECK(parse_directive(std::nullopt, "x-amz-metadata-directive") == Directive::copy);
  CHECK(parse_directive("REPLACE", "x-amz-metadata-directive") == Directive::replace);
  CHECK(parse_directive("MERGE", "x-amz-tagging-directive").error().kind == &errors::invalid_argument);
}

}  // namespace lightwell::s3
