#include "services/s3/checksum_rules.h"
#include "services/s3/multipart_fixture.h"

namespace lightwell::s3 {
namespace {

std::string checksum(Algorithm algorithm, std::string_view bytes) {
  return to_base64(as_bytes(digest(algorithm, as_bytes(bytes))));
}

}  // namespace

TEST_CASE_FIXTURE(MultipartFixture, "parts become one object, whole, by range and by part") {
  const std::string one = noise(kPartSize, 1);
  const std::string two = noise(kPartSize, 2);
  const std::string upload = begin();
  const auto second = part(upload, 2, two);
  const auto tail = part(upload, 9, "tail");
  const auto first = part(upload, 1, one);
  part(upload, 5, noise(100'000, 5));  // never listed
  const auto done = complete(upload, {first, second, tail});
  REQUIRE(done);
  const auto md5 = [](const std::string& bytes) { return digest(Algorithm::md5, as_bytes(bytes)); };
  CHECK(done->e_tag == '"' + md5_hex(md5(one) + md5(two) + md5("tail")) + "-3\"");
  CHECK(done->checksum_crc64_nvme == checksum(Algorithm::crc64nvme, one + two + "tail"));
  CHECK(done->location == "/photos/k");

  auto got = get("k");
  CHECK(got->content_type == "image/x");
  CHECK_FALSE(got->parts_count);
  CHECK(bytes_of(got) == one + two + "tail");
  auto request = a_get("k");
  request.part_number = 3;
  got = get(request);
  CHECK(got->parts_count == 3);
  CHECK(got->content_range == "bytes 10485760-10485763/10485764");
  CHECK(bytes_of(got) == "tail");
  request.part_number = 4;
  const auto refused = get(request);
  CHECK_ERROR(refused, errors::invalid_part_number);
  CHECK(detail(refused.error(), "ActualPartCount") == "3");
  request = a_get("k");
  request.range = "bytes=" + std::to_string(kPartSize - 2) + '-' + std::to_string(kPartSize + 1);
  got = get(request);
  CHECK(bytes_of(got) == one.substr(kPartSize - 2) + two.substr(0, 2));

  CHECK(blobs.count() == 4);
  CHECK(sweep() == 1);  // the part that was not listed
  CHECK(read("k").size() == 2 * kPartSize + 4);
}

TEST_CASE_FIXTURE(MultipartFixture, "completing again after a lost answer answers the same") {
  const std::string upload = begin();
  const auto only = part(upload, 1, "only");
  const auto first = complete(upload, {only});
  const auto again = complete(upload, {only});
  REQUIRE(again);
  CHECK(again->e_tag == first->e_tag);
  REQUIRE(put("k", "newer"));
  CHECK_ERROR(complete(upload, {only}), errors::no_such_upload);
  CHECK(read("k") == "newer");
}

TEST_CASE_FIXTURE(MultipartFixture, "a completion that is refused leaves upload and object as they were") {
  REQUIRE(put("k", "before"));
  const std::string upload = begin();
  const auto small = part(upload, 1, "small");
  const auto last = part(upload, 2, "last");
  const auto refused = complete(upload, {small, last});
  CHECK_ERROR(refused, errors::entity_too_small);
  CHECK(detail(refused.error(), "PartNumber") == "1");
  CHECK_ERROR(complete(upload, {last, small}), errors::invalid_part_order);
  CHECK_ERROR(complete(upload, {}), errors::invalid_request);
  CHECK_ERROR(complete("no such upload", {small}), errors::no_such_upload);
  auto new_key = a_completion(upload, {small});
  new_key.if_none_match = "*";
  CHECK_ERROR(complete(std::move(new_key)), errors::precondition_failed);
  auto nameless = small;
  nameless.e_tag = std::nullopt;
  CHECK_ERROR(complete(upload, {nameless}), errors::malformed_xml);
  CHECK(read("k") == "before");
  REQUIRE(complete(upload, {small}));
  CHECK(read("k") == "small");
}

TEST_CASE_FIXTURE(MultipartFixture, "a composite checksum is made of the parts'") {
  const std::string upload = begin("k", "SHA256");
  auto request = a_part(upload, 1, "one");
  CHECK_ERROR(send(std::move(request)), errors::invalid_request);
  request = a_part(upload, 1, "one");
  request.checksum_sha256 = checksum(Algorithm::sha256, "one");
  const auto sent = send(std::move(request));
  REQUIRE(sent);
  CHECK(sent->checksum_sha256 == checksum(Algorithm::sha256, "one"));
  api::s3::CompletedPart completed;
  completed.part_number = 1;
  completed.e_tag = sent->e_tag;
  CHECK_ERROR(complete(upload, {completed}), errors::invalid_request);
  completed.checksum_sha256 = sent->checksum_sha256;
  const auto done = complete(upload, {completed});
  REQUIRE(done);
  CHECK(done->checksum_type == "COMPOSITE");
  CHECK(done->checksum_sha256 ==
        checksum(Algorithm::sha256, digest(Algorithm::sha256, as_bytes(std::string_view("one")))) + "-1");
  auto get_request = a_get("k");
  get_request.checksum_mode = "ENABLED";
  CHECK(get(get_request)->checksum_sha256 == done->checksum_sha256);
}

TEST_CASE_FIXTURE(MultipartFixture, "a full object's CRC32 is combined, and computed where a part comes without") {
  const std::string one = noise(kPartSize);
  const std::string upload = begin("k", "CRC32", "FULL_OBJECT");
  const auto first = part(upload, 1, one);
  auto request = a_part(upload, 2, "tail");
  request.checksum_crc32 = checksum(Algorithm::crc32, "tail");
  REQUIRE(send(std::move(request)));
  api::s3::CompletedPart second;
  second.part_number = 2;
  second.e_tag = '"' + md5_hex("tail") + '"';
  auto wrong = a_completion(upload, {first, second});
  wrong.checksum_crc32 = checksum(Algorithm::crc32, "other");
  CHECK_ERROR(complete(std::move(wrong)), errors::bad_digest);
  const auto done = complete(upload, {first, second});
  REQUIRE(done);
  CHECK(done->checksum_crc32 == checksum(Algorithm::crc32, one + "tail"));
  CHECK(done->checksum_type == "FULL_OBJECT");
}

TEST_CASE_FIXTURE(MultipartFixture,
                  "an object of more parts than files may be open comes as a stream, also when swept") {
  const std::string source = noise(kPartSize);
  REQUIRE(put("source", source));
  const std::string upload = begin();
  std::vector<api::s3::CompletedPart> parts;
  for (int number = 1; number <= 70; ++number) {
    api::s3::UploadPartCopyRequest request;
    request.bucket = "photos";
    request.key = "k";
    request.upload_id = upload;
    request.part_number = number;
    request.copy_source = "photos/source";
    const auto copied = run(&S3Service::upload_part_copy, request);
    REQUIRE(copied);
    api::s3::CompletedPart completed;
    completed.part_number = number;
    completed.e_tag = copied->copy_part_result->e_tag;
    parts.push_back(completed);
  }
  REQUIRE(complete(upload, parts));
  auto got = get("k");
  CHECK(std::holds_alternative<std::unique_ptr<ByteSource>>(*got->body));
  CHECK(got->content_length == int64_t(70 * kPartSize));
  for (const char* key : {"source", "k"}) {
    api::s3::DeleteObjectRequest remove{.bucket = "photos", .key = key};
    REQUIRE(run(&S3Service::delete_object, remove));
  }
  CHECK(sweep() == 0);  // the answer still reads it
  auto& stream = *std::get<std::unique_ptr<ByteSource>>(*got->body);
  uint64_t read_bytes = 0;
  while (true) {
    const auto bytes = wait_for(stream.read());
    REQUIRE(bytes);
    if (bytes->empty()) break;
    REQUIRE(as_text(*bytes) == std::string_view(source).substr(read_bytes % kPartSize, bytes->size()));
    read_bytes += bytes->size();
  }
  CHECK(read_bytes == 70 * kPartSize);
  got->body.reset();
  CHECK(sweep() == 1);
  CHECK(blobs.count() == 0);
}

}  // namespace lightwell::s3
