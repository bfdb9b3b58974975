// PutBucketCors replaces a bucket's cross-origin rules.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html

#include "services/s3/bucket_store.h"
#include "services/s3/cors_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::PutBucketCorsOutput>> S3Service::put_bucket_cors(const Call& call,
                                                                      api::s3::PutBucketCorsRequest& request) {
  CO_CHECK(check_cors_rules(request.cors_configuration.cors_rules));
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    return replace_cors_rules(transaction, bucket.id, request.cors_configuration.cors_rules);
  }));
  co_return api::s3::PutBucketCorsOutput{};
}

}  // namespace lightwell::s3
