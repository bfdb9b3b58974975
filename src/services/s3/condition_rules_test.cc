#include "services/s3/condition_rules.h"

#include <doctest/doctest.h>

#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

const Timestamp kModified = from_micros(1'700'000'000'400'000);  // not on a second
const Timestamp kBefore = kModified - seconds(5);
const Timestamp kAfter = kModified + seconds(5);
const Timestamp kSameSecond = from_micros(1'700'000'000'000'000);

Object an_object() { return {.key = "k", .etag = "abc", .modified_at = kModified}; }

std::string outcome(const Result<void>& result) { return result ? "ok" : std::string(result.error().kind->code); }

}  // namespace

TEST_CASE("conditions on reading are asked in S3's order") {
  struct Case {
    ReadConditions conditions;
    const char* outcome;
  };
  const std::vector<Case> cases = {
      {{}, "ok"},
      {{.if_match = "\"abc\""}, "ok"},
      {{.if_match = "abc"}, "ok"},
      {{.if_match = "*"}, "ok"},
      {{.if_match = "\"x\", \"abc\""}, "ok"},
      {{.if_match = "\"x\""}, "PreconditionFailed"},
      {{.if_none_match = "\"abc\""}, "NotModified"},
      {{.if_none_match = "*"}, "NotModified"},
      {{.if_none_match = "\"x\""}, "ok"},
      {{.if_modified_since = kBefore}, "ok"},
      {{.if_modified_since = kSameSecond}, "NotModified"},
      {{.if_modified_since = kAfter}, "NotModified"},
      {{.if_unmodified_since = kBefore}, "PreconditionFailed"},
      {{.if_unmodified_since = kSameSecond}, "ok"},
      {{.if_unmodified_since = kAfter}, "ok"},
      // An ETag outweighs the date beside it.
      {{.if_match = "\"abc\"", .if_unmodified_since = kBefore}, "ok"},
      {{.if_none_match = "\"abc\"", .if_modified_since = kBefore}, "NotModified"},
      {{.if_none_match = "\"x\"", .if_modified_since = kAfter}, "ok"},
      // 412 comes before 304.
      {{.if_match = "\"x\"", .if_none_match = "\"abc\""}, "PreconditionFailed"},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    CAPTURE(i);
    CHECK(outcome(check_read(cases[i].conditions, an_object())) == cases[i].outcome);
  }
}

TEST_CASE("304 carries what a cache needs") {
  const auto unchanged = check_read({.if_none_match = "abc"}, an_object());
  REQUIRE_FALSE(unchanged);
  CHECK(unchanged.error().kind->http_status == 304);
  CHECK(unchanged.error().details.at(0).value == "\"abc\"");
  CHECK(unchanged.error().details.at(1).value == "Tue, 14 Nov 2023 22:13:20 GMT");
}

TEST_CASE("conditions on a copy's source know no 304 and ignore the future") {
  const Timestamp now = kModified + seconds(60);
  CHECK(outcome(check_copy_source({.if_match = "abc", .if_unmodified_since = kBefore}, an_object(), now)) == "ok");
  CHECK(outcome(check_copy_source({.if_none_match = "abc"}, an_object(), now)) == "PreconditionFailed");
  CHECK(outcome(check_copy_source({.if_unmodified_since = kBefore}, an_object(), now)) == "PreconditionFailed");
  CHECK(outcome(check_copy_source({.if_modified_since = kAfter}, an_object(), now)) == "PreconditionFailed");
  CHECK(outcome(check_copy_source({.if_modified_since = now + seconds(60)}, an_object(), now)) == "ok");
  CHECK(check_copy_source({.if_match = "x"}, an_object(), now).error().details.at(0).value ==
        "x-amz-copy-source-If-Match");
}

TEST_CASE("a conditional write takes one of two forms") {
  CHECK(write_condition(std::nullopt, "*")->must_be_absent);
  CHECK(write_condition("\"abc\"", std::nullopt)->must_match == "abc");
  CHECK(write_condition(std::nullopt, "\"abc\"").error().kind == &errors::not_implemented);
  CHECK(write_condition("*", std::nullopt).error().kind == &errors::not_implemented);
  CHECK(write_condition("abc", "*").error().kind == &errors::not_implemented);

  const Object existing = an_object();
  CHECK(outcome(check_write({}, "k", &existing)) == "ok");
  CHECK(outcome(check_write({.must_be_absent = true}, "k", nullptr)) == "ok");
  CHECK(outcome(check_write({.must_be_absent = true}, "k", &existing)) == "PreconditionFailed");
  CHECK(outcome(check_write({.must_match = "abc"}, "k", &existing)) == "ok");
  CHECK(outcome(check_write({.must_match = "x"}, "k", &existing)) == "PreconditionFailed");
  CHECK(outcome(check_write({.must_match = "abc"}, "k", nullptr)) == "NoSuchKey");
}

TEST_CASE("a conditional delete needs an object, and the one it names") {
  const Object existing = an_object();
  CHECK(outcome(check_delete("*", "k", &existing)) == "ok");
  CHECK(outcome(check_delete("\"abc\"", "k", &existing)) == "ok");
  CHECK(outcome(check_delete("\"x\"", "k", &existing)) == "PreconditionFailed");
  CHECK(outcome(check_delete("*", "k", nullptr)) == "NoSuchKey");
}

}  // namespace lightwell::s3
