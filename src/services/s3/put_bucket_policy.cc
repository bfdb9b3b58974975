// PutBucketPolicy replaces a bucket's policy.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html

#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/policy_principals.h"
#include "services/s3/policy_rules.h"
#include "services/s3/policy_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {
namespace {

Error blocked(const Call& call, const std::string& bucket) {
  return error(
      errors::access_denied,
      fmt::format("User: {} is not authorized to perform: s3:PutBucketPolicy on resource: \"{}\" because public "
                  "policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
                  call.principal.arn, bucket_arn(bucket)));
}

}  // namespace

Task<Result<api::s3::PutBucketPolicyOutput>> S3Service::put_bucket_policy(const Call& call,
                                                                          api::s3::PutBucketPolicyRequest& request) {
  CO_CHECK(require_owner(call));
  CO_CHECK(co_await require_bucket(call, request.bucket, request.expected_bucket_owner));
  CO_TRY(const auto document, check_bucket_policy(request.policy, request.bucket));
  CO_TRY(const std::string kept, co_await kept_policy(principals_, *document, request.policy));
  const bool opens = is_public(*document);
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    TRY(const auto block, read_access_block(transaction, bucket.id));
    if (opens && block && block->policy) return fail(blocked(call, request.bucket));
    return replace_policy(transaction, bucket.id, kept);
  }));
  guards_.forget(request.bucket);
  co_return api::s3::PutBucketPolicyOutput{};
}

}  // namespace lightwell::s3
