// DeletePublicAccessBlock lets a bucket's policy make it public.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html

#include "services/s3/bucket_store.h"
#include "services/s3/policy_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::DeletePublicAccessBlockOutput>> S3Service::delete_public_access_block(
    const Call& call, api::s3::DeletePublicAccessBlockRequest& request) {
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    return replace_access_block(transaction, bucket.id, std::nullopt);
  }));
  guards_.forget(request.bucket);
  co_return api::s3::DeletePublicAccessBlockOutput{};
}

}  // namespace lightwell::s3
