// DeleteBucketPolicy removes a bucket's policy; one that is not there is no error.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html

#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/policy_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::DeleteBucketPolicyOutput>> S3Service::delete_bucket_policy(
    const Call& call, api::s3::DeleteBucketPolicyRequest& request) {
  CO_CHECK(require_owner(call));
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    return delete_policy(transaction, bucket.id);
  }));
  guards_.forget(request.bucket);
  co_return api::s3::DeleteBucketPolicyOutput{};
}

}  // namespace lightwell::s3
