#include "services/s3/multipart_fixture.h"

namespace lightwell::s3 {
namespace {

api::s3::UploadPartCopyRequest a_copy(const std::string& upload, int number, const std::string& source,
                                      const char* range = nullptr) {
  api::s3::UploadPartCopyRequest request;
  request.bucket = "photos";
  request.key = "k";
  request.upload_id = upload;
  request.part_number = number;
  request.copy_source = source;
  if (range != nullptr) request.copy_source_range = range;
  return request;
}

}  // namespace

TEST_CASE_FIXTURE(MultipartFixture, "parts copied from ranges share the source's bytes and outlive it") {
  const std::string bytes = noise(kPartSize + 1000);
  REQUIRE(put("source", bytes));
  const std::string upload = begin();
  auto first = a_copy(upload, 1, "photos/source", "bytes=500-5243379");
  auto second = a_copy(upload, 2, "photos/source", "bytes=0-99");
  std::vector<api::s3::CompletedPart> parts;
  for (auto* request : {&first, &second}) {
    const auto copied = run(&S3Service::upload_part_copy, *request);
    REQUIRE(copied);
    parts.emplace_back();
    parts.back().part_number = request->part_number;
    parts.back().e_tag = copied->copy_part_result->e_tag;
  }
  CHECK(parts[1].e_tag == '"' + md5_hex(std::string_view(bytes).substr(0, 100)) + '"');
  CHECK(blobs.count() == 1);
  REQUIRE(complete(upload, parts));
  api::s3::DeleteObjectRequest remove{.bucket = "photos", .key = "source"};
  REQUIRE(run(&S3Service::delete_object, remove));
  CHECK(sweep() == 0);
  CHECK(read("k") == bytes.substr(500, kPartSize) + bytes.substr(0, 100));
}

TEST_CASE_FIXTURE(MultipartFixture, "a source that is replaced while it is read is copied as it is now") {
  REQUIRE(put("source", noise(100'000, 1)));
  const std::string after = noise(100'000, 2);
  const std::string upload = begin();
  auto request = a_copy(upload, 1, "photos/source", "bytes=0-99998");
  blobs.on_open = [&](const std::string&) {
    blobs.on_open = nullptr;
    REQUIRE(put("source", after));
    CHECK(sweep() <= 1);  // none, if the reading holds it
  };
  const auto copied = run(&S3Service::upload_part_copy, request);
  REQUIRE(copied);
  CHECK(copied->copy_part_result->e_tag == '"' + md5_hex(std::string_view(after).substr(0, 99'999)) + '"');
}

TEST_CASE_FIXTURE(MultipartFixture, "a part copied whole is known by what its source is known by") {
  const std::string bytes = noise(100'000);
  const auto stored = put("source", bytes);
  const std::string upload = begin();
  auto request = a_copy(upload, 1, "photos/source");
  blobs.on_open = [](const std::string&) { FAIL("nothing needs to be read"); };
  const auto copied = run(&S3Service::upload_part_copy, request);
  REQUIRE(copied);
  CHECK(copied->copy_part_result->e_tag == stored->e_tag);
  blobs.on_open = nullptr;
  api::s3::CompletedPart part;
  part.part_number = 1;
  part.e_tag = copied->copy_part_result->e_tag;
  REQUIRE(complete(upload, {part}));
  CHECK(read("k") == bytes);
}

TEST_CASE_FIXTURE(MultipartFixture, "a part can be copied from a small object") {
  REQUIRE(put("small", "0123456789"));
  const std::string upload = begin();
  auto request = a_copy(upload, 1, "photos/small", "bytes=2-4");
  const auto copied = run(&S3Service::upload_part_copy, request);
  REQUIRE(copied);
  api::s3::CompletedPart part;
  part.part_number = 1;
  part.e_tag = copied->copy_part_result->e_tag;
  REQUIRE(complete(upload, {part}));
  CHECK(read("k") == "234");
}

TEST_CASE_FIXTURE(MultipartFixture, "a range that is not inside the source is refused") {
  REQUIRE(put("source", "0123456789"));
  const std::string upload = begin();
  auto request = a_copy(upload, 1, "photos/source", "bytes=0-10");
  CHECK_ERROR(run(&S3Service::upload_part_copy, request), errors::invalid_argument);
  request = a_copy(upload, 1, "photos/source", "bytes=5-");
  CHECK_ERROR(run(&S3Service::upload_part_copy, request), errors::invalid_argument);
  request = a_copy(upload, 1, "photos/absent");
  CHECK_ERROR(run(&S3Service::upload_part_copy, request), errors::no_such_key);
  request = a_copy("no such upload", 1, "photos/source");
  CHECK_ERROR(run(&S3Service::upload_part_copy, request), errors::no_such_upload);
  request = a_copy(upload, 1, "photos/source");
  request.copy_source_if_none_match = "*";
  CHECK_ERROR(run(&S3Service::upload_part_copy, request), errors::precondition_failed);
  CHECK(blobs.count() == 0);
}

}  // namespace lightwell::s3
