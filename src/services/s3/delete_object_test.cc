#include "services/s3/fixture.h"

namespace lightwell::s3 {

TEST_CASE_FIXTURE(S3Fixture, "DeleteObject removes an object, and says yes for none") {
  given_bucket();
  REQUIRE(put("k", "x"));
  api::s3::DeleteObjectRequest request{.bucket = "photos", .key = "k"};
  CHECK(run(&S3Service::delete_object, request));
  CHECK(read("k") == "NoSuchKey");
  CHECK(run(&S3Service::delete_object, request));
}

TEST_CASE_FIXTURE(S3Fixture, "DeleteObject can ask for the object it means") {
  given_bucket();
  const auto stored = put("k", "x");
  api::s3::DeleteObjectRequest request{.bucket = "photos", .key = "k"};
  request.if_match = "\"other\"";
  CHECK_ERROR(run(&S3Service::delete_object, request), errors::precondition_failed);
  CHECK(read("k") == "x");
  request.if_match = stored->e_tag;
  CHECK(run(&S3Service::delete_object, request));
  CHECK_ERROR(run(&S3Service::delete_object, request), errors::no_such_key);
}

TEST_CASE_FIXTURE(S3Fixture, "conditions that S3 keeps for directory buckets are not accepted and ignored") {
  given_bucket();
  REQUIRE(put("k", "x"));
  api::s3::DeleteObjectRequest request{.bucket = "photos", .key = "k"};
  request.if_match_last_modified_time = clock.now();
  CHECK_ERROR(run(&S3Service::delete_object, request), errors::not_implemented);
  request.if_match_last_modified_time = std::nullopt;
  request.if_match_size = 1;
  CHECK_ERROR(run(&S3Service::delete_object, request), errors::not_implemented);
  request.if_match_size = std::nullopt;
  request.version_id = "v1";
  CHECK_ERROR(run(&S3Service::delete_object, request), errors::invalid_argument);
  CHECK(read("k") == "x");
}

}  // namespace lightwell::s3
