#include "services/s3/multipart_fixture.h"

namespace lightwell::s3 {

TEST_CASE_FIXTURE(MultipartFixture, "parts are listed by number, in pages") {
  const std::string upload = begin("k", "CRC32", "FULL_OBJECT");
  for (const int number : {3, 1, 20}) part(upload, number, std::string(size_t(number), 'x'));
  api::s3::ListPartsRequest request{.bucket = "photos", .key = "k"};
  request.upload_id = upload;
  request.max_parts = 2;
  auto listed = run(&S3Service::list_parts, request);
  REQUIRE(listed);
  CHECK(listed->is_truncated == true);
  CHECK(listed->next_part_number_marker == 3);
  CHECK(listed->parts->at(1).size == 3);
  CHECK(listed->parts->at(1).checksum_crc32);
  CHECK(listed->checksum_algorithm == "CRC32");
  CHECK(listed->initiator->id == listed->owner->id);
  request.part_number_marker = 3;
  listed = run(&S3Service::list_parts, request);
  CHECK(listed->is_truncated == false);
  CHECK(listed->parts->size() == 1);
  CHECK(listed->parts->front().part_number == 20);
  request.upload_id = "no such upload";
  CHECK_ERROR(run(&S3Service::list_parts, request), errors::no_such_upload);
}

}  // namespace lightwell::s3
