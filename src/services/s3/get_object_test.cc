#include "services/s3/fixture.h"

namespace lightwell::s3 {

TEST_CASE_FIXTURE(S3Fixture, "GetObject gives ranges of rows and of files alike") {
  given_bucket();
  for (const size_t size : {size_t(1000), size_t(200'000)}) {
    const std::string bytes = noise(size);
    REQUIRE(put("k", bytes));
    auto request = a_get("k");
    request.range = "bytes=10-19";
    auto got = get(request);
    REQUIRE(got);
    CHECK(got->content_length == 10);
    CHECK(got->content_range == "bytes 10-19/" + std::to_string(size));
    CHECK(bytes_of(got) == bytes.substr(10, 10));
    request.range = "bytes=-5";
    got = get(request);
    CHECK(bytes_of(got) == bytes.substr(size - 5));
    request.range = "nonsense";
    got = get(request);
    CHECK_FALSE(got->content_range);
    CHECK(bytes_of(got) == bytes);
  }
}

TEST_CASE_FIXTURE(S3Fixture, "GetObject hands a large object over as regions of its file") {
  given_bucket();
  REQUIRE(put("large", noise(200'000)));
  REQUIRE(put("small", "abc"));
  CHECK(std::holds_alternative<std::vector<FileRegion>>(*get("large")->body));
  CHECK(std::holds_alternative<std::string>(*get("small")->body));
}

TEST_CASE_FIXTURE(S3Fixture, "a range past the end is told with the object's size") {
  given_bucket();
  REQUIRE(put("k", "12345"));
  auto request = a_get("k");
  request.range = "bytes=5-9";
  const auto refused = get(request);
  CHECK_ERROR(refused, errors::invalid_range);
  CHECK(detail(refused.error(), "ActualObjectSize") == "5");
  CHECK(detail(refused.error(), "RangeRequested") == "bytes=5-9");
}

TEST_CASE_FIXTURE(S3Fixture, "an object in one piece is its own first part") {
  given_bucket();
  REQUIRE(put("k", "12345"));
  auto request = a_get("k");
  request.part_number = 1;
  auto got = get(request);
  REQUIRE(got);
  CHECK(got->content_range == "bytes 0-4/5");
  CHECK_FALSE(got->parts_count);
  CHECK(bytes_of(got) == "12345");
  request.part_number = 2;
  CHECK_ERROR(get(request), errors::invalid_part_number);
  request.part_number = 0;
  CHECK_ERROR(get(request), errors::invalid_argument);
  request.part_number = 1;
  request.range = "bytes=0-1";
  CHECK_ERROR(get(request), errors::invalid_request);
}

TEST_CASE_FIXTURE(S3Fixture, "conditions on reading are held against the object that is there") {
  given_bucket();
  const auto stored = put("k", "x");
  auto request = a_get("k");
  request.if_none_match = stored->e_tag;
  CHECK_ERROR(get(request), errors::not_modified);
  request.if_none_match = std::nullopt;
  request.if_match = "\"other\"";
  CHECK_ERROR(get(request), errors::precondition_failed);
  request.if_match = std::nullopt;
  request.if_modified_since = clock.now() + seconds(3600);
  CHECK_ERROR(get(request), errors::not_modified);
}

TEST_CASE_FIXTURE(S3Fixture, "a signed request may have the answer say something else") {
  given_bucket();
  REQUIRE(put("k", "x"));
  auto request = a_get("k");
  request.response_content_type = "text/x";
  request.response_content_disposition = "attachment; filename=x";
  request.response_cache_control = "no-cache";
  request.response_expires = from_micros(1'700'000'000'000'000);
  const auto got = get(request);
  REQUIRE(got);
  CHECK(got->content_type == "text/x");
  CHECK(got->content_disposition == "attachment; filename=x");
  CHECK(got->cache_control == "no-cache");
  CHECK(got->expires == "Tue, 14 Nov 2023 22:13:20 GMT");
}

TEST_CASE_FIXTURE(S3Fixture, "what is not there, or not the caller's, is told as such") {
  given_bucket();
  const auto missing = get("absent");
  CHECK_ERROR(missing, errors::no_such_key);
  CHECK(detail(missing.error(), "Key") == "absent");
  auto elsewhere = a_get("k");
  elsewhere.bucket = "nowhere";
  CHECK_ERROR(get(elsewhere), errors::no_such_bucket);
  REQUIRE(put("k", "x"));
  auto request = a_get("k");
  CHECK_ERROR(run(&S3Service::get_object, request, kBob), errors::access_denied);
  request.version_id = "abc";
  CHECK_ERROR(get(request), errors::invalid_argument);
  request.version_id = "null";
  CHECK(get(request));
}

TEST_CASE_FIXTURE(S3Fixture, "a checksum is answered only with the bytes it is of") {
  given_bucket();
  REQUIRE(put("k", "12345"));
  auto request = a_get("k");
  request.checksum_mode = "ENABLED";
  CHECK(get(request)->checksum_crc64_nvme);
  request.range = "bytes=0-2";
  CHECK_FALSE(get(request)->checksum_crc64_nvme);
}

TEST_CASE_FIXTURE(S3Fixture, "an object replaced while it is opened is answered as it is now") {
  given_bucket();
  REQUIRE(put("k", noise(100'000, 1)));
  const std::string after = noise(100'000, 2);
  blobs.on_open = [&](const std::string&) {
    blobs.on_open = nullptr;
    REQUIRE(put("k", after));
    CHECK(sweep() == 1);
  };
  CHECK(read("k") == after);
}

TEST_CASE_FIXTURE(S3Fixture, "an answer under way keeps its bytes when the object is deleted") {
  given_bucket();
  const std::string bytes = noise(700'000);
  REQUIRE(put("k", bytes));
  auto got = get("k");
  api::s3::DeleteObjectRequest remove{.bucket = "photos", .key = "k"};
  REQUIRE(run(&S3Service::delete_object, remove));
  CHECK(sweep() == 1);
  CHECK(blobs.count() == 0);
  CHECK(bytes_of(got) == bytes);
}

}  // namespace lightwell::s3
