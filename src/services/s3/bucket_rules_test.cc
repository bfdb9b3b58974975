#include "services/s3/bucket_rules.h"

#include <doctest/doctest.h>

#include "services/s3/errors.h"

namespace lightwell::s3 {

TEST_CASE("bucket names follow Amazon's rules") {
  for (const std::string name : {"abc", "my-photos", "a.b.c", "1photos2", "192.168.5", std::string(63, 'x').c_str()}) {
    CAPTURE(name);
    CHECK(check_bucket_name(name));
  }
  for (const std::string name : {"",         "ab",        "Upper",    "under_score",    "two..dots",
                                 "-front",   "back-",     ".front",   "back.",          "192.168.5.4",
                                 "sp ace",   "xn--front", "sthree-x", "amzn-s3-demo-x", "x-s3alias",
                                 "x--ol-s3", "x.mrap",    "x--x-s3",  "x--table-s3",    std::string(64, 'x').c_str()}) {
    CAPTURE(name);
    const auto refused = check_bucket_name(name);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == &errors::invalid_bucket_name);
    CHECK(refused.error().details.at(0).value == name);
  }
}

TEST_CASE("a bucket's region comes from the constraint and the endpoint") {
  CHECK(bucket_region("us-east-1", std::nullopt) == "us-east-1");
  CHECK(bucket_region("us-east-1", "eu-west-1") == "eu-west-1");
  CHECK(bucket_region("us-east-1", "EU") == "eu-west-1");
  CHECK(bucket_region("eu-west-1", "eu-west-1") == "eu-west-1");
  CHECK(bucket_region("us-gov-east-1", "us-gov-east-1") == "us-gov-east-1");
  CHECK(bucket_region("us-east-1", "us-east-1").error().kind == &errors::invalid_location_constraint);
  CHECK(bucket_region("us-east-1", "nowhere").error().kind == &errors::invalid_location_constraint);
  CHECK(bucket_region("eu-west-1", std::nullopt).error().kind == &errors::illegal_location_constraint_exception);
  CHECK(bucket_region("eu-west-1", "eu-west-2").error().kind == &errors::illegal_location_constraint_exception);
  CHECK(location_constraint("us-east-1") == std::nullopt);
  CHECK(location_constraint("eu-west-1") == "eu-west-1");
}

TEST_CASE("an account has one canonical id") {
  CHECK(canonical_id("111111111111").size() == 64);
  CHECK(canonical_id("111111111111") == canonical_id("111111111111"));
  CHECK(canonical_id("111111111111") != canonical_id("222222222222"));
}

}  // namespace lightwell::s3
