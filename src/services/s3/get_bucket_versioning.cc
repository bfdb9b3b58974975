// GetBucketVersioning says that a bucket never had versions, by saying nothing.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html

#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetBucketVersioningOutput>> S3Service::get_bucket_versioning(
    const Call& call, api::s3::GetBucketVersioningRequest& request) {
  CO_CHECK(co_await require_bucket(call, request.bucket, request.expected_bucket_owner));
  co_return api::s3::GetBucketVersioningOutput{};
}

}  // namespace lightwell::s3
