// GetBucketLocation tells the region of a bucket, which for us-east-1 is nothing.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html

#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetBucketLocationOutput>> S3Service::get_bucket_location(
    const Call& call, api::s3::GetBucketLocationRequest& request) {
  CO_TRY(const Bucket bucket, co_await database_.read([&](store::Reader& reader) {
    return open_bucket(reader, call, request.bucket, request.expected_bucket_owner);
  }));
  co_return api::s3::GetBucketLocationOutput{.location_constraint = location_constraint(bucket.region)};
}

}  // namespace lightwell::s3
