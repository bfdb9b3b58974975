// GetBucketPolicy answers a bucket's policy as it was put, but that whom it names is named as it is today: by its ARN,
// or by its unique id when it is gone.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html

#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/policy_principals.h"
#include "services/s3/policy_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetBucketPolicyOutput>> S3Service::get_bucket_policy(const Call& call,
                                                                          api::s3::GetBucketPolicyRequest& request) {
  CO_CHECK(require_owner(call));
  CO_TRY(auto policy, co_await database_.read([&](store::Reader& reader) -> Result<std::optional<std::string>> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    return read_policy(reader, bucket.id);
  }));
  if (!policy) co_return fail(error(errors::no_such_bucket_policy).with("BucketName", request.bucket));
  CO_TRY(std::string shown, co_await shown_policy(principals_, *std::move(policy)));
  co_return api::s3::GetBucketPolicyOutput{.policy = std::move(shown)};
}

}  // namespace lightwell::s3
