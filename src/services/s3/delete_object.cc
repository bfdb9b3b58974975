// DeleteObject removes an object; there is no difference to removing nothing, unless a condition asks for one.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html

#include "services/s3/bucket_store.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::DeleteObjectOutput>> S3Service::delete_object(const Call& call,
                                                                   api::s3::DeleteObjectRequest& request) {
  CO_CHECK(check_key(request.key));
  CO_CHECK(check_version_id(request.version_id));
  CO_CHECK(refuse_header(request.if_match_last_modified_time.has_value(), "x-amz-if-match-last-modified-time"));
  CO_CHECK(refuse_header(request.if_match_size.has_value(), "x-amz-if-match-size"));
  if (request.bypass_governance_retention) {
    co_return fail(error(errors::invalid_argument,
                         "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.")
                       .with("ArgumentName", "x-amz-bypass-governance-retention"));
  }
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    TRY(const auto existing, find_object(transaction, bucket.id, request.key));
    if (request.if_match) {
      REQUIRE_OK(check_delete(*request.if_match, request.key, existing ? &*existing : nullptr));
    }
    if (!existing) return {};
    return remove_object(transaction, bucket.id, *existing);
  }));
  co_return api::s3::DeleteObjectOutput{};
}

}  // namespace lightwell::s3
