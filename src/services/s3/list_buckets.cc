// ListBuckets lists the caller's buckets by name.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html

#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/listing_rules.h"
#include "services/s3/owners.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {
namespace {

constexpr int32_t kBucketsMax = 10'000;

Result<size_t> page_of_buckets(const std::optional<int32_t>& asked) {
  if (!asked) return size_t(kBucketsMax);
  if (*asked >= 1 && *asked <= kBucketsMax) return size_t(*asked);
  return fail(error(errors::invalid_argument, "Argument max-buckets must be an integer between 1 and 10000")
                  .with("ArgumentName", "max-buckets")
                  .with("ArgumentValue", std::to_string(*asked)));
}

}  // namespace

Task<Result<api::s3::ListBucketsOutput>> S3Service::list_buckets(const Call& call,
                                                                 api::s3::ListBucketsRequest& request) {
  CO_TRY(const size_t max, page_of_buckets(request.max_buckets));
  BucketQuery query{
      .account = call.account, .prefix = request.prefix.value_or(""), .region = request.bucket_region, .max = max + 1};
  if (request.continuation_token) {
    CO_TRY(query.from, read_token(*request.continuation_token));
  }

  CO_TRY(auto buckets, co_await database_.read([&](store::Reader& reader) { return s3::list_buckets(reader, query); }));

  api::s3::ListBucketsOutput output{.owner = owners_.owner(call.account), .prefix = request.prefix};
  if (buckets.size() > max) {
    output.continuation_token = make_token(buckets.back().name);
    buckets.pop_back();
  }
  auto& listed = output.buckets.emplace();
  for (Bucket& bucket : buckets) {
    listed.push_back({.creation_date = bucket.created_at,
                      .bucket_region = std::move(bucket.region),
                      .bucket_arn = bucket_arn(bucket.name)});
    listed.back().name = std::move(bucket.name);
  }
  co_return output;
}

}  // namespace lightwell::s3
