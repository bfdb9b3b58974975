#include "services/s3/fixture.h"

namespace lightwell::s3 {
namespace {

api::s3::DeleteObjectsRequest a_request(const std::vector<std::string>& keys) {
  api::s3::DeleteObjectsRequest request;
  request.bucket = "photos";
  for (const std::string& key : keys) {
    request.delete_.objects.emplace_back();
    request.delete_.objects.back().key = key;
  }
  return request;
}

}  // namespace

TEST_CASE_FIXTURE(S3Fixture, "DeleteObjects tells of each key, also of one that never was") {
  given_bucket();
  REQUIRE(put("a", "x"));
  REQUIRE(put("b", noise(100'000)));
  auto request = a_request({"a", "never", "b"});
  const auto done = run(&S3Service::delete_objects, request);
  REQUIRE(done);
  REQUIRE(done->deleted);
  CHECK(done->deleted->size() == 3);
  CHECK(done->deleted->at(1).key == "never");
  CHECK_FALSE(done->errors);
  CHECK(read("a") == "NoSuchKey");
  CHECK(sweep() == 1);

  auto quiet = a_request({"a"});
  quiet.delete_.quiet = true;
  CHECK_FALSE(run(&S3Service::delete_objects, quiet)->deleted);
}

TEST_CASE_FIXTURE(S3Fixture, "one key's error does not keep the others") {
  given_bucket();
  const auto stored = put("a", "x");
  REQUIRE(put("b", "x"));
  auto request = a_request({"a", "b", std::string(1025, 'k'), "c"});
  request.delete_.objects[0].e_tag = "\"other\"";
  request.delete_.objects[3].version_id = "v1";
  const auto done = run(&S3Service::delete_objects, request);
  REQUIRE(done);
  REQUIRE(done->errors);
  REQUIRE(done->errors->size() == 3);
  CHECK(done->errors->at(0).code == "PreconditionFailed");
  CHECK(done->errors->at(1).code == "KeyTooLongError");
  CHECK(done->errors->at(2).code == "NoSuchVersion");
  CHECK(done->deleted->size() == 1);
  CHECK(read("a") == "x");
  CHECK(read("b") == "NoSuchKey");
  request = a_request({"a"});
  request.delete_.objects[0].e_tag = stored->e_tag;
  CHECK_FALSE(run(&S3Service::delete_objects, request)->errors);
}

TEST_CASE_FIXTURE(S3Fixture, "DeleteObjects takes a thousand keys and not one more") {
  given_bucket();
  auto thousand = a_request(std::vector<std::string>(1000, "k"));
  CHECK(run(&S3Service::delete_objects, thousand));
  auto more = a_request(std::vector<std::string>(1001, "k"));
  CHECK_ERROR(run(&S3Service::delete_objects, more), errors::malformed_xml);
  auto none = a_request({});
  CHECK_ERROR(run(&S3Service::delete_objects, none), errors::malformed_xml);
}

}  // namespace lightwell::s3
