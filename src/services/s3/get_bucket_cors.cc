// GetBucketCors answers a bucket's cross-origin rules.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html

#include "services/s3/bucket_store.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetBucketCorsOutput>> S3Service::get_bucket_cors(const Call& call,
                                                                      api::s3::GetBucketCorsRequest& request) {
  CO_TRY(auto rules, co_await database_.read([&](store::Reader& reader) -> Result<std::vector<api::s3::CORSRule>> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    return read_cors_rules(reader, bucket.id);
  }));
  if (rules.empty()) {
    co_return fail(error(errors::no_such_cors_configuration).with("BucketName", request.bucket));
  }
  co_return api::s3::GetBucketCorsOutput{.cors_rules = std::move(rules)};
}

}  // namespace lightwell::s3
