// CopyObject makes an object of another one's bytes, which the two then share: no byte moves.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html

#include "services/s3/answer.h"
#include "services/s3/bucket_store.h"
#include "services/s3/copy_rules.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {
namespace {

using api::s3::CopyObjectOutput;
using api::s3::CopyObjectRequest;

constexpr int kAttemptsMax = 4;

struct Wishes {
  CopySource source;
  ContentHeaders headers;  // used as far as the directives say
  Directive metadata = Directive::copy;
  Directive tagging = Directive::copy;
  std::string storage_class;
  WriteCondition condition;
  std::optional<Algorithm> algorithm;
};

Result<Wishes> read_wishes(const CopyObjectRequest& request) {
  Wishes wishes;
  REQUIRE_OK(check_key(request.key));
  REQUIRE_OK(refuse_unbuilt(request));
  REQUIRE_OK(refuse_header(request.copy_source_sse_customer_algorithm || request.copy_source_sse_customer_key ||
                               request.copy_source_sse_customer_key_md5,
                           "x-amz-copy-source-server-side-encryption-customer-algorithm"));
  TRY(wishes.source, parse_copy_source(request.copy_source));
  TRY(wishes.metadata, parse_directive(request.metadata_directive, "x-amz-metadata-directive"));
  TRY(wishes.tagging, parse_directive(request.tagging_directive, "x-amz-tagging-directive"));
  TRY(wishes.storage_class, storage_class_of(request.storage_class));
  TRY(wishes.condition, write_condition(request.if_match, request.if_none_match));
  TRY(wishes.headers, content_headers(request));
  if (request.checksum_algorithm) {
    TRY(wishes.algorithm, chosen_algorithm(*request.checksum_algorithm));
  }
  return wishes;
}

Result<void> check_source(const CopyObjectRequest& request, const Wishes& wishes, const Object& source, Timestamp now) {
  REQUIRE_OK(check_copy_source(source_conditions(request), source, now));
  if (source.size > kPutBytesMax) {
    return fail(errors::invalid_request,
                "The specified copy source is larger than the maximum allowable size for a copy source: " +
                    std::to_string(kPutBytesMax));
  }
  const bool is_itself = wishes.source.bucket == request.bucket && wishes.source.key == request.key;
  const bool changes_something = wishes.metadata == Directive::replace || request.storage_class ||
                                 request.server_side_encryption || request.checksum_algorithm;
  if (is_itself && !changes_something) {
    return fail(errors::invalid_request,
                "This copy request is illegal because it is trying to copy an object to itself without changing the "
                "object's metadata, storage class, website redirect location or encryption attributes.");
  }
  return {};
}

ContentHeaders merged(const Wishes& wishes, const ContentHeaders& source) {
  ContentHeaders headers = wishes.metadata == Directive::replace ? wishes.headers : source;
  headers.tags = wishes.tagging == Directive::replace ? wishes.headers.tags : source.tags;
  return headers;
}

}  // namespace

Task<Result<CopyObjectOutput>> S3Service::copy_object(const Call& call, CopyObjectRequest& request) {
  CO_TRY(const Wishes wishes, read_wishes(request));
  CO_TRY(const Call reading, co_await permitted(call, wishes.source.action(), wishes.source.bucket, wishes.source.key));
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    CO_TRY(const Found source, co_await find(reading, wishes.source.bucket, wishes.source.key,
                                             request.expected_source_bucket_owner, Want::content));
    CO_CHECK(check_source(request, wishes, source.object, call.now));
    Object copy = source.object;
    copy.key = request.key;
    copy.modified_at = call.now;
    copy.storage_class = wishes.storage_class;
    if (wishes.algorithm && *wishes.algorithm != copy.checksum.algorithm) {
      const auto raw = co_await digest_range(source, {0, copy.size}, {*wishes.algorithm});
      if (!raw && raw.error().kind == &lightwell::errors::not_found) continue;  // replaced and swept since
      CO_CHECK(raw);
      copy.checksum = {*wishes.algorithm, ChecksumType::full_object, to_base64(as_bytes(raw->front()))};
    }

    CO_TRY(const bool is_done, co_await database_.write([&](store::Transaction& transaction) -> Result<bool> {
      TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
      TRY(const Bucket from, open_bucket(transaction, reading, wishes.source.bucket, std::nullopt));
      TRY(const auto now, find_object(transaction, from.id, wishes.source.key));
      if (!now || now->content != source.object.content || now->etag != source.object.etag) return false;
      TRY(const auto existing, find_object(transaction, bucket.id, copy.key));
      REQUIRE_OK(check_write(wishes.condition, copy.key, existing ? &*existing : nullptr));
      TRY(copy.content, copy_content(transaction, now->content, merged(wishes, source.headers)));
      REQUIRE_OK(replace_object(transaction, bucket.id, copy));
      return true;
    }));
    if (!is_done) continue;  // the source has changed since it was read

    CopyObjectOutput output{.server_side_encryption = kEncryption};
    auto& result = output.copy_object_result.emplace();
    result.e_tag = quoted(copy.etag);
    result.last_modified = whole_seconds(copy.modified_at);
    state_checksum(result, copy.checksum);
    co_return output;
  }
  co_return fail(errors::conditional_request_conflict);
}

}  // namespace lightwell::s3
