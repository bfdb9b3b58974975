#include "services/s3/checksum_rules.h"
#include "services/s3/multipart_fixture.h"

namespace lightwell::s3 {
namespace {

std::string checksum(Algorithm algorithm, std::string_view bytes) {
  return to_base64(as_bytes(digest(algorithm, as_bytes(bytes))));
}

}  // namespace

TEST_CASE_FIXTURE(MultipartFixture, "a part sent again replaces the first") {
  const std::string upload = begin();
  part(upload, 1, "first");
  const auto second = part(upload, 1, "second");
  CHECK(sweep() == 1);
  REQUIRE(complete(upload, {second}));
  CHECK(read("k") == "second");
}

TEST_CASE_FIXTURE(MultipartFixture, "a part may be empty") {
  const std::string upload = begin();
  REQUIRE(complete(upload, {part(upload, 1, "")}));
  CHECK(read("k").empty());
}

TEST_CASE_FIXTURE(MultipartFixture, "a part for no upload is refused before its bytes are taken in") {
  blobs.fails_write = true;  // would be told if a byte were written
  CHECK_ERROR(send(a_part("no such upload", 1, noise(300'000))), errors::no_such_upload);
  const std::string upload = begin();
  CHECK_ERROR(send(a_part(upload, 1, noise(300'000), "another key")), errors::no_such_upload);
  CHECK_ERROR(send(a_part(upload, 0, "x")), errors::invalid_argument);
  CHECK_ERROR(send(a_part(upload, 10'001, "x")), errors::invalid_argument);
  CHECK_ERROR(send(a_part(upload, 1, "x")), lightwell::errors::storage_full);
}

TEST_CASE_FIXTURE(MultipartFixture, "a part is held against what is said of it") {
  const std::string upload = begin();
  auto wrong = a_part(upload, 1, noise(300'000));
  wrong.content_md5 = checksum(Algorithm::md5, "other");
  CHECK_ERROR(send(std::move(wrong)), errors::bad_digest);
  wrong = a_part(upload, 1, noise(300'000));
  wrong.checksum_crc32 = checksum(Algorithm::crc32, "other");
  CHECK_ERROR(send(std::move(wrong)), errors::bad_digest);
  CHECK(blobs.count() == 0);

  // Without an algorithm for the upload, each part may come with its own; the list is held against it.
  auto right = a_part(upload, 1, "bytes");
  right.checksum_crc32 = checksum(Algorithm::crc32, "bytes");
  const auto sent = send(std::move(right));
  REQUIRE(sent);
  CHECK(sent->checksum_crc32 == checksum(Algorithm::crc32, "bytes"));
  api::s3::CompletedPart completed;
  completed.part_number = 1;
  completed.e_tag = sent->e_tag;
  completed.checksum_crc32 = checksum(Algorithm::crc32, "other");
  CHECK_ERROR(complete(upload, {completed}), errors::invalid_part);
  completed.checksum_crc32 = sent->checksum_crc32;
  const auto done = complete(upload, {completed});
  REQUIRE(done);
  CHECK(done->checksum_crc64_nvme == checksum(Algorithm::crc64nvme, "bytes"));
}

TEST_CASE_FIXTURE(MultipartFixture, "a part must use the algorithm the upload was begun with") {
  const std::string upload = begin("k", "CRC32C", "FULL_OBJECT");
  auto other = a_part(upload, 1, "x");
  other.checksum_crc32 = checksum(Algorithm::crc32, "x");
  CHECK_ERROR(send(std::move(other)), errors::invalid_request);
}

TEST_CASE_FIXTURE(MultipartFixture, "a part that arrives after the abort leaves nothing") {
  const std::string upload = begin();
  bool aborted = false;
  auto request = a_part(upload, 1, "");
  struct Aborting final : ByteSource {
    explicit Aborting(std::function<void()> run) : abort(std::move(run)) {}
    Task<Result<Bytes>> read() override {
      if (abort) std::exchange(abort, nullptr)();
      if (std::exchange(sent, true)) co_return Bytes{};
      co_return as_bytes(bytes);
    }
    std::function<void()> abort;
    std::string bytes = noise(300'000);
    bool sent = false;
  };
  request.body = std::make_unique<Aborting>([&] { aborted = abort(upload).has_value(); });
  CHECK_ERROR(send(std::move(request)), errors::no_such_upload);
  CHECK(aborted);
  CHECK(blobs.count() == 0);
}

}  // namespace lightwell::s3
