// GetBucketPolicyStatus tells whether a bucket's policy makes it public.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html

#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetBucketPolicyStatusOutput>> S3Service::get_bucket_policy_status(
    const Call& call, api::s3::GetBucketPolicyStatusRequest& request) {
  CO_CHECK(co_await require_bucket(call, request.bucket, request.expected_bucket_owner));
  CO_TRY(const auto guard, co_await guards_.find(request.bucket));
  if (guard == nullptr) co_return fail(error(errors::no_such_bucket).with("BucketName", request.bucket));
  if (!guard->policies) co_return fail(error(errors::no_such_bucket_policy).with("BucketName", request.bucket));
  api::s3::GetBucketPolicyStatusOutput output;
  output.policy_status.emplace().is_public = guard->is_public;
  co_return output;
}

}  // namespace lightwell::s3
