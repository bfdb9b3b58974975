// PutObject stores one object. What it replaces stays whole until the new one is durable.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html

#include "services/s3/answer.h"
#include "services/s3/bucket_store.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {
namespace {

using api::s3::PutObjectOutput;
using api::s3::PutObjectRequest;

struct Wishes {
  ContentHeaders headers;
  std::string storage_class;
  WriteCondition condition;
  BodyTerms terms;
};

Result<Wishes> read_wishes(const PutObjectRequest& request, uint64_t inline_bytes_max) {
  Wishes wishes;
  REQUIRE_OK(check_key(request.key));
  REQUIRE_OK(refuse_unbuilt(request));
  REQUIRE_OK(refuse_unbuilt_checksums(request));
  REQUIRE_OK(refuse_header(request.write_offset_bytes.has_value(), "x-amz-write-offset-bytes"));
  TRY(wishes.storage_class, storage_class_of(request.storage_class));
  TRY(wishes.condition, write_condition(request.if_match, request.if_none_match));
  TRY(wishes.headers, content_headers(request));
  if (request.content_md5) {
    TRY(wishes.terms.content_md5, parse_content_md5(*request.content_md5));
  }
  TRY(wishes.terms.claim, claim_of(stated_checksums(request), request.checksum_algorithm, *request.body));
  if (wishes.terms.claim) wishes.terms.algorithm = wishes.terms.claim->algorithm;
  if (request.content_length) wishes.terms.length = uint64_t(*request.content_length);
  wishes.terms.bytes_max = kPutBytesMax;
  wishes.terms.inline_bytes_max = inline_bytes_max;
  return wishes;
}

}  // namespace

Task<Result<PutObjectOutput>> S3Service::put_object(const Call& call, PutObjectRequest& request) {
  CO_TRY(const Wishes wishes, read_wishes(request, options_.inline_bytes_max));
  // A large body is not taken in for a bucket that is not there. A small one learns it in its transaction.
  const auto length = wishes.terms.length ? wishes.terms.length : request.body->length();
  if (!length || *length > options_.inline_bytes_max) {
    CO_CHECK(co_await require_bucket(call, request.bucket, request.expected_bucket_owner));
  }
  CO_TRY(ReceivedBody body, co_await receiver_.receive(*request.body, wishes.terms));

  Object object{.key = request.key,
                .size = body.size,
                .etag = to_hex(as_bytes(body.md5)),
                .modified_at = call.now,
                .storage_class = wishes.storage_class,
                .checksum = {wishes.terms.algorithm, ChecksumType::full_object, body.checksum}};
  auto stored = co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    TRY(const auto existing, find_object(transaction, bucket.id, object.key));
    REQUIRE_OK(check_write(wishes.condition, object.key, existing ? &*existing : nullptr));
    TRY(object.content, insert_content(transaction, wishes.headers, body.bytes));
    REQUIRE_OK(insert_segments(transaction, object.content, 0, body.segments()));
    return replace_object(transaction, bucket.id, object);
  });
  if (!stored) {
    co_await drop_blob(body.blob);
    co_return std::unexpected(std::move(stored).error());
  }

  PutObjectOutput output{.e_tag = quoted(object.etag), .server_side_encryption = kEncryption};
  state_checksum(output, object.checksum);
  co_return output;
}

}  // namespace lightwell::s3
