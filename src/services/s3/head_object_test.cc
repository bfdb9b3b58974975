#include "services/s3/fixture.h"

namespace lightwell::s3 {

TEST_CASE_FIXTURE(S3Fixture, "HeadObject tells what GetObject would, and no bytes") {
  given_bucket();
  auto request = a_put("k", noise(100'000));
  request.metadata = std::map<std::string, std::string>{{"a", "1"}};
  const auto stored = put(std::move(request));
  api::s3::HeadObjectRequest head{.bucket = "photos"};
  head.key = "k";
  head.checksum_mode = "ENABLED";
  const auto told = run(&S3Service::head_object, head);
  REQUIRE(told);
  CHECK(told->content_length == 100'000);
  CHECK(told->e_tag == stored->e_tag);
  CHECK(told->metadata->at("a") == "1");
  CHECK(told->last_modified == whole_seconds(clock.now()));
  CHECK(told->checksum_crc64_nvme == stored->checksum_crc64_nvme);
  CHECK(told->server_side_encryption == "AES256");
  CHECK_FALSE(told->content_range);

  head.range = "bytes=0-9";
  CHECK(run(&S3Service::head_object, head)->content_range == "bytes 0-9/100000");
  head.key = "absent";
  CHECK_ERROR(run(&S3Service::head_object, head), errors::no_such_key);
}

}  // namespace lightwell::s3
