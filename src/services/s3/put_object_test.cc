#include <thread>

#include "services/s3/checksum_rules.h"
#include "services/s3/fixture.h"

namespace lightwell::s3 {
namespace {

std::string checksum(Algorithm algorithm, std::string_view bytes) {
  return to_base64(as_bytes(digest(algorithm, as_bytes(bytes))));
}

std::string content_md5(std::string_view bytes) { return checksum(Algorithm::md5, bytes); }

}  // namespace

TEST_CASE_FIXTURE(S3Fixture, "PutObject gives back bytes of every size around its limits") {
  given_bucket();
  for (const size_t size : {size_t(0), size_t(1), size_t(4096), size_t(65'535), size_t(65'536), size_t(65'537),
                            size_t(262'143), size_t(262'144), size_t(262'145), 3 * kMebibyte + 7}) {
    const std::string bytes = noise(size);
    const auto stored = put("k", bytes);
    REQUIRE(stored);
    CHECK(stored->e_tag == '"' + md5_hex(bytes) + '"');
    CHECK(stored->server_side_encryption == "AES256");
    CHECK(read("k") == bytes);
  }
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject keeps small bodies in the row and large ones in a blob") {
  given_bucket();
  REQUIRE(put("small", noise(65'536)));
  CHECK(blobs.count() == 0);
  REQUIRE(put("large", noise(65'537)));
  CHECK(blobs.count() == 1);
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject computes CRC64NVME when the client states no checksum") {
  given_bucket();
  const std::string bytes = noise(100'000);
  const auto stored = put("k", bytes);
  REQUIRE(stored);
  CHECK(stored->checksum_crc64_nvme == checksum(Algorithm::crc64nvme, bytes));
  CHECK(stored->checksum_type == "FULL_OBJECT");
  auto request = a_get("k");
  CHECK_FALSE(get(request)->checksum_crc64_nvme);
  request.checksum_mode = "ENABLED";
  CHECK(get(request)->checksum_crc64_nvme == stored->checksum_crc64_nvme);
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject verifies every kind of checksum and keeps the one that was stated") {
  given_bucket();
  for (const Algorithm algorithm : kAlgorithms) {
    for (const size_t size : {size_t(100), size_t(400'000)}) {
      const std::string bytes = noise(size);
      auto request = a_put("k", bytes);
      checksum_member(request, algorithm) = checksum(algorithm, bytes);
      const auto stored = put(std::move(request));
      REQUIRE(stored);
      CHECK(checksum_member(*stored, algorithm) == checksum(algorithm, bytes));

      auto wrong = a_put("k", noise(size, 2));
      checksum_member(wrong, algorithm) = checksum(algorithm, bytes);
      CHECK_ERROR(put(std::move(wrong)), errors::bad_digest);
      CHECK(read("k") == bytes);
    }
  }
  sweep();
  CHECK(blobs.count() == 1);
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject takes a checksum from behind the body") {
  given_bucket();
  const std::string bytes = noise(300'000);
  const auto trailing = [&](std::optional<std::string> value) {
    auto body = std::make_unique<PiecedBody>(std::vector{bytes.substr(0, 70'000), bytes.substr(70'000)});
    body->trailer_name = "x-amz-checksum-crc32";
    body->trailer_value = std::move(value);
    auto request = a_put("k", "");
    request.body = std::move(body);
    request.checksum_algorithm = "CRC32";
    return request;
  };

  const auto stored = put(trailing(checksum(Algorithm::crc32, bytes)));
  REQUIRE(stored);
  CHECK(stored->checksum_crc32 == checksum(Algorithm::crc32, bytes));
  CHECK_ERROR(put(trailing(checksum(Algorithm::crc32, "other"))), errors::bad_digest);
  CHECK_ERROR(put(trailing("nonsense")), errors::invalid_request);
  CHECK_ERROR(put(trailing(std::nullopt)), errors::malformed_trailer_error);
  CHECK(blobs.count() == 1);
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject refuses two checksums, a malformed one, and a promise that is not kept") {
  given_bucket();
  auto two = a_put("k", "abc");
  two.checksum_crc32 = checksum(Algorithm::crc32, "abc");
  two.checksum_sha1 = checksum(Algorithm::sha1, "abc");
  CHECK_ERROR(put(std::move(two)), errors::invalid_request);
  auto malformed = a_put("k", "abc");
  malformed.checksum_sha256 = checksum(Algorithm::sha1, "abc");
  CHECK_ERROR(put(std::move(malformed)), errors::invalid_request);
  auto promised = a_put("k", "abc");
  promised.checksum_algorithm = "SHA256";
  CHECK_ERROR(put(std::move(promised)), errors::invalid_request);
  auto unbuilt = a_put("k", "abc");
  unbuilt.checksum_xxhash64 = "AAAAAAAAAAA=";
  CHECK_ERROR(put(std::move(unbuilt)), errors::not_implemented);
  CHECK(read("k") == "NoSuchKey");
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject holds the body against Content-MD5 and changes nothing when it differs") {
  given_bucket();
  REQUIRE(put("k", "before"));
  auto right = a_put("k", "after");
  right.content_md5 = content_md5("after");
  CHECK(put(std::move(right)));

  auto wrong = a_put("k", noise(300'000));
  wrong.content_md5 = content_md5("else");
  const auto refused = put(std::move(wrong));
  CHECK_ERROR(refused, errors::bad_digest);
  CHECK(detail(refused.error(), "CalculatedDigest") == content_md5(noise(300'000)));
  auto malformed = a_put("k", "after");
  malformed.content_md5 = "bm90IG1kNQ==";
  CHECK_ERROR(put(std::move(malformed)), errors::invalid_digest);
  CHECK(read("k") == "after");
  CHECK(blobs.count() == 0);
}

TEST_CASE_FIXTURE(S3Fixture, "a body that breaks off, or is shorter than it said, leaves nothing") {
  given_bucket();
  REQUIRE(put("k", "before"));
  for (const size_t pieces : {size_t(1), size_t(5)}) {
    auto body = std::make_unique<PiecedBody>(std::vector<std::string>(6, noise(200'000)));
    body->breaks_at = pieces;
    auto request = a_put("k", "");
    request.body = std::move(body);
    CHECK_ERROR(put(std::move(request)), errors::incomplete_body);
  }
  auto shorter = a_put("k", noise(500'000));
  shorter.content_length = 500'001;
  CHECK_ERROR(put(std::move(shorter)), errors::incomplete_body);
  CHECK(read("k") == "before");
  CHECK(blobs.count() == 0);
}

TEST_CASE_FIXTURE(S3Fixture, "a full disk is told and leaves what was there") {
  given_bucket();
  const std::string before = noise(100'000);
  REQUIRE(put("k", before));
  blobs.fails_write = true;
  CHECK_ERROR(put("k", noise(900'000, 2)), lightwell::errors::storage_full);
  blobs.fails_write = false;
  blobs.fails_commit = true;
  CHECK_ERROR(put("k", noise(900'000, 2)), lightwell::errors::storage_full);
  CHECK(read("k") == before);
  CHECK(blobs.count() == 1);
}

TEST_CASE_FIXTURE(S3Fixture, "a blob whose row is refused is removed at once") {
  given_bucket();
  REQUIRE(put("k", "there"));
  auto request = a_put("k", noise(100'000));
  request.if_none_match = "*";
  CHECK_ERROR(put(std::move(request)), errors::precondition_failed);
  CHECK(blobs.count() == 0);
}

TEST_CASE_FIXTURE(S3Fixture, "an overwritten object's blob is swept and the new one stays") {
  given_bucket();
  REQUIRE(put("k", noise(100'000, 1)));
  REQUIRE(put("k", noise(100'000, 2)));
  CHECK(blobs.count() == 2);
  CHECK(sweep() == 1);
  CHECK(blobs.count() == 1);
  CHECK(read("k") == noise(100'000, 2));
  CHECK(sweep() == 0);
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject can ask that the key is new, or still has an ETag") {
  given_bucket();
  auto first = a_put("k", "1");
  first.if_none_match = "*";
  const auto stored = put(std::move(first));
  REQUIRE(stored);
  auto second = a_put("k", "2");
  second.if_none_match = "*";
  const auto refused = put(std::move(second));
  CHECK_ERROR(refused, errors::precondition_failed);
  CHECK(detail(refused.error(), "Condition") == "If-None-Match");

  auto third = a_put("k", "3");
  third.if_match = stored->e_tag;
  CHECK(put(std::move(third)));
  auto fourth = a_put("k", "4");
  fourth.if_match = stored->e_tag;
  CHECK_ERROR(put(std::move(fourth)), errors::precondition_failed);
  auto missing = a_put("new", "4");
  missing.if_match = stored->e_tag;
  CHECK_ERROR(put(std::move(missing)), errors::no_such_key);
  CHECK(read("k") == "3");
}

TEST_CASE_FIXTURE(S3Fixture, "of many writers who ask that the key is new, one wins") {
  given_bucket();
  std::atomic<int> won = 0;
  std::atomic<int> lost = 0;
  std::string winner;
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([this, i, &won, &lost, &winner] {
      auto request = a_put("race", std::string(70'000 + size_t(i), char('a' + i)));
      request.if_none_match = "*";
      const Call as = call();
      const auto stored = wait_for(service->put_object(as, request));
      if (stored) {
        ++won;
        winner = std::string(70'000 + size_t(i), char('a' + i));
      } else if (stored.error().kind == &errors::precondition_failed) {
        ++lost;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(won == 1);
  CHECK(lost == 7);
  CHECK(read("race") == winner);
  CHECK(blobs.count() == 1);
}

TEST_CASE_FIXTURE(S3Fixture, "what a client says about the bytes comes back with them") {
  given_bucket();
  auto request = a_put("k", "abc");
  request.content_type = "image/x";
  request.cache_control = "max-age=3";
  request.content_disposition = "attachment";
  request.content_encoding = "identity";
  request.content_language = "de";
  request.expires = "Wed, 02 Jan 2030 03:04:05 GMT";
  request.metadata = {{"Camera", "x100"}, {"note", ""}};
  request.storage_class = "STANDARD_IA";
  request.tagging = "album=a%20b&year=2026";
  REQUIRE(put(std::move(request)));

  const auto got = get("k");
  REQUIRE(got);
  CHECK(got->content_type == "image/x");
  CHECK(got->cache_control == "max-age=3");
  CHECK(got->content_disposition == "attachment");
  CHECK(got->content_encoding == "identity");
  CHECK(got->content_language == "de");
  CHECK(got->expires == "Wed, 02 Jan 2030 03:04:05 GMT");
  CHECK(got->metadata == std::map<std::string, std::string>{{"camera", "x100"}, {"note", ""}});
  CHECK(got->storage_class == "STANDARD_IA");
  CHECK(got->tag_count == 2);

  REQUIRE(put("plain", ""));
  CHECK(get("plain")->content_type == "binary/octet-stream");
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject refuses by name what is not built, and stores nothing") {
  given_bucket();
  using Change = void (*)(api::s3::PutObjectRequest&);
  const std::vector<std::pair<const ErrorKind*, Change>> cases = {
      {&errors::not_implemented, [](auto& r) { r.server_side_encryption = "aws:kms"; }},
      {&errors::not_implemented, [](auto& r) { r.sse_customer_algorithm = "AES256"; }},
      {&errors::not_implemented, [](auto& r) { r.ssekms_key_id = "key"; }},
      {&errors::not_implemented, [](auto& r) { r.website_redirect_location = "/x"; }},
      {&errors::not_implemented, [](auto& r) { r.write_offset_bytes = 3; }},
      {&errors::not_implemented, [](auto& r) { r.storage_class = "GLACIER"; }},
      {&errors::not_implemented, [](auto& r) { r.if_none_match = "\"etag\""; }},
      {&errors::invalid_storage_class, [](auto& r) { r.storage_class = "OUTPOSTS"; }},
      {&errors::invalid_request, [](auto& r) { r.object_lock_mode = "GOVERNANCE"; }},
      {&errors::access_control_list_not_supported, [](auto& r) { r.acl = "public-read"; }},
      {&errors::access_control_list_not_supported, [](auto& r) { r.grant_read = "id=1"; }},
      {&errors::key_too_long_error, [](auto& r) { r.key = std::string(1025, 'k'); }},
      {&errors::invalid_uri, [](auto& r) { r.key = "\xff"; }},
      {&errors::metadata_too_large, [](auto& r) { r.metadata = {{"a", std::string(2048, 'x')}}; }},
      {&errors::invalid_tag, [](auto& r) { r.tagging = "aws:x=1"; }},
      {&errors::entity_too_large, [](auto& r) { r.content_length = (5ll << 30) + 1; }},
  };
  for (const auto& [expected, change] : cases) {
    auto request = a_put("k", "abc");
    change(request);
    const std::string key = request.key;
    const auto refused = put(std::move(request));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind->code == expected->code);
    CHECK(read("k") == "NoSuchKey");
  }
  auto allowed = a_put(std::string(1024, 'k'), "abc");
  allowed.acl = "bucket-owner-full-control";
  allowed.metadata = {{"a", std::string(2047, 'x')}};
  allowed.server_side_encryption = "AES256";
  CHECK(put(std::move(allowed)));
}

TEST_CASE_FIXTURE(S3Fixture, "PutObject needs a bucket of the caller's own") {
  auto absent = a_put("k", "abc");
  const auto refused = put(std::move(absent));
  CHECK_ERROR(refused, errors::no_such_bucket);
  CHECK(detail(refused.error(), "BucketName") == "photos");
  CHECK_ERROR(put("k", noise(100'000)), errors::no_such_bucket);

  given_bucket("photos", kBob);
  CHECK_ERROR(put("k", "abc"), errors::access_denied);
  given_bucket("mine");
  auto expecting = a_put("k", "abc");
  expecting.bucket = "mine";
  expecting.expected_bucket_owner = kBob;
  CHECK_ERROR(put(std::move(expecting)), errors::access_denied);
  CHECK(blobs.count() == 0);
}

}  // namespace lightwell::s3
