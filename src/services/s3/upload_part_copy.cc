// UploadPartCopy makes a part of an upload of a range of an object, whose bytes the two then share.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html

#include "services/s3/answer.h"
#include "services/s3/bucket_store.h"
#include "services/s3/copy_rules.h"
#include "services/s3/multipart_rules.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {
namespace {

using api::s3::UploadPartCopyOutput;
using api::s3::UploadPartCopyRequest;

constexpr int kAttemptsMax = 4;

Result<ByteRange> copied_range(const UploadPartCopyRequest& request, const Object& source) {
  ByteRange range{0, source.size};
  if (request.copy_source_range) {
    TRY(range, parse_copy_range(*request.copy_source_range, source.size));
  }
  if (range.length > kPutBytesMax) {
    return fail(errors::invalid_request,
                "The specified copy source is larger than the maximum allowable size for a copy source: " +
                    std::to_string(kPutBytesMax));
  }
  return range;
}

Result<CopySource> check_request(const UploadPartCopyRequest& request) {
  REQUIRE_OK(check_key(request.key));
  REQUIRE_OK(check_part_number(request.part_number));
  REQUIRE_OK(refuse_customer_keys(request));
  REQUIRE_OK(refuse_header(request.copy_source_sse_customer_algorithm || request.copy_source_sse_customer_key ||
                               request.copy_source_sse_customer_key_md5,
                           "x-amz-copy-source-server-side-encryption-customer-algorithm"));
  return parse_copy_source(request.copy_source);
}

}  // namespace

// Read from the store, unless the source is copied whole and its row knows them.
Task<Result<S3Service::PartDigests>> S3Service::part_digests(const Found& source, ByteRange range,
                                                             Algorithm algorithm) {
  const Object& object = source.object;
  const Checksum& known = object.checksum;
  if (range.length == object.size && object.parts == 0 && known.algorithm == algorithm) {
    co_return PartDigests{object.etag, known.value};
  }
  CO_TRY(const auto raw, co_await digest_range(source, range, {Algorithm::md5, algorithm}));
  co_return PartDigests{to_hex(as_bytes(raw[0])), to_base64(as_bytes(raw[1]))};
}

Task<Result<UploadPartCopyOutput>> S3Service::upload_part_copy(const Call& call, UploadPartCopyRequest& request) {
  CO_TRY(const CopySource from, check_request(request));
  CO_TRY(const Call reading, co_await permitted(call, from.action(), from.bucket, from.key));
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const auto find_upload = [&](store::Reader& reader) -> Result<Upload> {
      TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
      return open_upload(reader, bucket.id, request.key, request.upload_id);
    };
    CO_TRY(const Upload upload, co_await database_.read(find_upload));
    CO_TRY(const Found source,
           co_await find(reading, from.bucket, from.key, request.expected_source_bucket_owner, Want::content));
    CO_CHECK(check_copy_source(source_conditions(request), source.object, call.now));
    CO_TRY(const ByteRange range, copied_range(request, source.object));
    const auto digests = co_await part_digests(source, range, upload.algorithm);
    if (!digests && digests.error().kind == &lightwell::errors::not_found) continue;  // replaced and swept since
    CO_CHECK(digests);

    std::string new_blob;
    std::vector<Segment> segments = slice(source.content.segments, range);
    if (source.content.bytes && range.length != 0) {  // parts are made of blobs, and this source has none to share
      CO_TRY(new_blob, co_await write_blob(source.content.bytes->substr(range.first, range.length)));
      segments = {{new_blob, 0, range.length}};
    }
    const Part part{.number = request.part_number,
                    .size = range.length,
                    .etag = digests->md5,
                    .modified_at = call.now,
                    .checksum = digests->checksum};
    auto stored = co_await database_.write([&](store::Transaction& transaction) -> Result<bool> {
      TRY(const Upload now, find_upload(transaction));
      TRY(const Bucket bucket, open_bucket(transaction, reading, from.bucket, std::nullopt));
      TRY(const auto object, find_object(transaction, bucket.id, from.key));
      if (!object || object->content != source.object.content || object->etag != source.object.etag) return false;
      REQUIRE_OK(replace_part(transaction, now.content, part, segments));
      return true;
    });
    if (!stored || !*stored) co_await drop_blob(new_blob);
    CO_CHECK(stored);
    if (!*stored) continue;  // the source has changed since it was read

    UploadPartCopyOutput output{.server_side_encryption = kEncryption};
    auto& result = output.copy_part_result.emplace();
    result.e_tag = quoted(part.etag);
    result.last_modified = whole_seconds(part.modified_at);
    if (upload.is_checksum_asked) checksum_member(result, upload.algorithm) = part.checksum;
    co_return output;
  }
  co_return fail(errors::conditional_request_conflict);
}

}  // namespace lightwell::s3
