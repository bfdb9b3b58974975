// GetPublicAccessBlock tells what a bucket keeps from becoming public.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html

#include "services/s3/bucket_store.h"
#include "services/s3/policy_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetPublicAccessBlockOutput>> S3Service::get_public_access_block(
    const Call& call, api::s3::GetPublicAccessBlockRequest& request) {
  CO_TRY(const auto block, co_await database_.read([&](store::Reader& reader) -> Result<std::optional<AccessBlock>> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    return read_access_block(reader, bucket.id);
  }));
  if (!block) {
    co_return fail(error(errors::no_such_public_access_block_configuration).with("BucketName", request.bucket));
  }
  api::s3::GetPublicAccessBlockOutput output;
  output.public_access_block_configuration.emplace() = {.block_public_acls = block->acls,
                                                        .ignore_public_acls = block->ignores,
                                                        .block_public_policy = block->policy,
                                                        .restrict_public_buckets = block->buckets};
  co_return output;
}

}  // namespace lightwell::s3
