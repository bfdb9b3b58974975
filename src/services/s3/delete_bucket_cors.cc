// DeleteBucketCors removes a bucket's cross-origin rules, if it has any.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html

#include "services/s3/bucket_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::DeleteBucketCorsOutput>> S3Service::delete_bucket_cors(const Call& call,
                                                                            api::s3::DeleteBucketCorsRequest& request) {
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    return replace_cors_rules(transaction, bucket.id, {});
  }));
  co_return api::s3::DeleteBucketCorsOutput{};
}

}  // namespace lightwell::s3
