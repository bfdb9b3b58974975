// HeadBucket tells whether a bucket is there and may be used.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html

#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::HeadBucketOutput>> S3Service::head_bucket(const Call& call, api::s3::HeadBucketRequest& request) {
  CO_TRY(const Bucket bucket, co_await database_.read([&](store::Reader& reader) {
    return open_bucket(reader, call, request.bucket, request.expected_bucket_owner);
  }));
  co_return api::s3::HeadBucketOutput{
      .bucket_arn = bucket_arn(bucket.name), .bucket_region = bucket.region, .access_point_alias = false};
}

}  // namespace lightwell::s3
