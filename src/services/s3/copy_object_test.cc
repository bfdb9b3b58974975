#include "services/s3/checksum_rules.h"
#include "services/s3/fixture.h"

namespace lightwell::s3 {
namespace {

api::s3::CopyObjectRequest a_copy(const std::string& source, const std::string& key) {
  api::s3::CopyObjectRequest request;
  request.bucket = "photos";
  request.key = key;
  request.copy_source = source;
  return request;
}

}  // namespace

TEST_CASE_FIXTURE(S3Fixture, "a copy shares the bytes and lives on without its source") {
  given_bucket();
  const std::string large = noise(300'000);
  const auto stored = put("large", large);
  REQUIRE(put("small", "abc"));
  auto request = a_copy("photos/large", "copy");
  const auto copied = run(&S3Service::copy_object, request);
  REQUIRE(copied);
  CHECK(copied->copy_object_result->e_tag == stored->e_tag);
  CHECK(copied->copy_object_result->checksum_crc64_nvme == stored->checksum_crc64_nvme);
  CHECK(blobs.count() == 1);
  request = a_copy("/photos/small", "small copy");
  REQUIRE(run(&S3Service::copy_object, request));

  for (const char* key : {"large", "small"}) {
    api::s3::DeleteObjectRequest remove{.bucket = "photos", .key = key};
    REQUIRE(run(&S3Service::delete_object, remove));
  }
  CHECK(sweep() == 0);
  CHECK(read("copy") == large);
  CHECK(read("small copy") == "abc");
  api::s3::DeleteObjectRequest remove{.bucket = "photos", .key = "copy"};
  REQUIRE(run(&S3Service::delete_object, remove));
  CHECK(sweep() == 1);
  CHECK(blobs.count() == 0);
}

TEST_CASE_FIXTURE(S3Fixture, "a copy keeps or replaces what is said about the bytes") {
  given_bucket();
  auto source = a_put("from", "bytes");
  source.content_type = "a/b";
  source.metadata = std::map<std::string, std::string>{{"m", "1"}};
  source.tagging = "t=1";
  source.storage_class = "STANDARD_IA";
  REQUIRE(put(std::move(source)));

  auto request = a_copy("photos/from", "kept");
  request.content_type = "ignored/with COPY";
  REQUIRE(run(&S3Service::copy_object, request));
  auto kept = get("kept");
  CHECK(kept->content_type == "a/b");
  CHECK(kept->metadata->at("m") == "1");
  CHECK(kept->tag_count == 1);
  CHECK_FALSE(kept->storage_class);  // STANDARD, as S3 does

  request = a_copy("photos/from", "replaced");
  request.metadata_directive = "REPLACE";
  request.tagging_directive = "REPLACE";
  request.metadata = std::map<std::string, std::string>{{"n", "2"}};
  REQUIRE(run(&S3Service::copy_object, request));
  auto replaced = get("replaced");
  CHECK(replaced->content_type == "binary/octet-stream");
  CHECK(replaced->metadata == std::map<std::string, std::string>{{"n", "2"}});
  CHECK_FALSE(replaced->tag_count);
  CHECK(bytes_of(replaced) == "bytes");
}

TEST_CASE_FIXTURE(S3Fixture, "a copy onto itself must change something") {
  given_bucket();
  const std::string bytes = noise(100'000);
  REQUIRE(put("k", bytes));
  auto request = a_copy("photos/k", "k");
  CHECK_ERROR(run(&S3Service::copy_object, request), errors::invalid_request);
  request.metadata_directive = "REPLACE";
  request.content_type = "c/d";
  CHECK(run(&S3Service::copy_object, request));
  CHECK(get("k")->content_type == "c/d");
  CHECK(sweep() == 0);
  CHECK(read("k") == bytes);
}

TEST_CASE_FIXTURE(S3Fixture, "a copy can get a checksum of another kind") {
  given_bucket();
  for (const std::string& bytes : {std::string("small"), noise(700'000)}) {
    REQUIRE(put("k", bytes));
    auto request = a_copy("photos/k", "copy");
    request.checksum_algorithm = "SHA256";
    const auto copied = run(&S3Service::copy_object, request);
    REQUIRE(copied);
    CHECK(copied->copy_object_result->checksum_sha256 == to_base64(sha256(as_bytes(bytes))));
    CHECK_FALSE(copied->copy_object_result->checksum_crc64_nvme);
  }
}

TEST_CASE_FIXTURE(S3Fixture, "a copy obeys conditions on both ends") {
  given_bucket();
  const auto stored = put("k", "x");
  REQUIRE(put("there", "y"));
  auto request = a_copy("photos/k", "copy");
  request.copy_source_if_match = "\"other\"";
  CHECK_ERROR(run(&S3Service::copy_object, request), errors::precondition_failed);
  request.copy_source_if_match = stored->e_tag;
  CHECK(run(&S3Service::copy_object, request));
  request = a_copy("photos/k", "there");
  request.if_none_match = "*";
  CHECK_ERROR(run(&S3Service::copy_object, request), errors::precondition_failed);
  CHECK(read("there") == "y");
}

TEST_CASE_FIXTURE(S3Fixture, "a copy needs a source the caller may read") {
  given_bucket();
  given_bucket("bobs", kBob);
  auto request = a_copy("photos/absent", "copy");
  const auto missing = run(&S3Service::copy_object, request);
  CHECK_ERROR(missing, errors::no_such_key);
  CHECK(detail(missing.error(), "Key") == "absent");
  request = a_copy("nowhere/k", "copy");
  CHECK_ERROR(run(&S3Service::copy_object, request), errors::no_such_bucket);
  request = a_copy("bobs/k", "copy");
  CHECK_ERROR(run(&S3Service::copy_object, request), errors::access_denied);
}

}  // namespace lightwell::s3
