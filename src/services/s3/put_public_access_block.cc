// PutPublicAccessBlock sets what a bucket keeps from becoming public; what is not named is not kept.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html

#include "services/s3/bucket_store.h"
#include "services/s3/policy_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::PutPublicAccessBlockOutput>> S3Service::put_public_access_block(
    const Call& call, api::s3::PutPublicAccessBlockRequest& request) {
  const auto& wanted = request.public_access_block_configuration;
  const AccessBlock block{.acls = wanted.block_public_acls.value_or(false),
                          .ignores = wanted.ignore_public_acls.value_or(false),
                          .policy = wanted.block_public_policy.value_or(false),
                          .buckets = wanted.restrict_public_buckets.value_or(false)};
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    return replace_access_block(transaction, bucket.id, block);
  }));
  guards_.forget(request.bucket);
  co_return api::s3::PutPublicAccessBlockOutput{};
}

}  // namespace lightwell::s3
