// CreateBucket makes a bucket in a region. In us-east-1 its owner may make it again and nothing happens.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html

#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {
namespace {

using api::s3::CreateBucketOutput;
using api::s3::CreateBucketRequest;

Result<void> refuse_unbuilt_bucket(const CreateBucketRequest& request) {
  if (request.acl && *request.acl != "private") return fail(errors::invalid_bucket_acl_with_object_ownership);
  if (request.grant_full_control || request.grant_read || request.grant_read_acp || request.grant_write ||
      request.grant_write_acp) {
    return fail(errors::invalid_bucket_acl_with_object_ownership);
  }
  REQUIRE_OK(refuse_header(request.object_ownership && *request.object_ownership != "BucketOwnerEnforced",
                           "x-amz-object-ownership"));
  REQUIRE_OK(refuse_header(request.object_lock_enabled_for_bucket.value_or(false), "x-amz-bucket-object-lock-enabled"));
  REQUIRE_OK(
      refuse_header(request.bucket_namespace && *request.bucket_namespace != "global", "x-amz-bucket-namespace"));
  const auto& wanted = request.create_bucket_configuration;
  if (wanted && (wanted->location || wanted->bucket || wanted->tags)) {
    return fail(error(errors::not_implemented, "Directory buckets and tags of buckets are not implemented"));
  }
  return {};
}

// What a second CreateBucket of the same name gets.
Result<Bucket> made_before(const Bucket& existing, const Bucket& wanted) {
  if (existing.account != wanted.account) {
    return fail(error(errors::bucket_already_exists).with("BucketName", wanted.name));
  }
  if (existing.region == "us-east-1" && wanted.region == "us-east-1") return existing;
  return fail(error(errors::bucket_already_owned_by_you).with("BucketName", wanted.name));
}

}  // namespace

Task<Result<CreateBucketOutput>> S3Service::create_bucket(const Call& call, CreateBucketRequest& request) {
  CO_CHECK(check_bucket_name(request.bucket));
  CO_CHECK(refuse_unbuilt_bucket(request));
  const auto& configuration = request.create_bucket_configuration;
  CO_TRY(const std::string region,
         bucket_region(call.region, configuration ? configuration->location_constraint : std::nullopt));
  const Bucket wanted{
      .name = request.bucket, .account = call.account, .region = region, .created_at = whole_seconds(call.now)};

  CO_TRY(const Bucket bucket, co_await database_.write([&](store::Transaction& transaction) -> Result<Bucket> {
    TRY(const auto existing, find_bucket(transaction, wanted.name));
    if (existing) return made_before(*existing, wanted);
    TRY(const int64_t count, count_buckets(transaction, call.account));
    if (count >= int64_t(options_.buckets_max)) return fail(errors::too_many_buckets);
    REQUIRE_OK(insert_bucket(transaction, wanted));
    return wanted;
  }));

  co_return CreateBucketOutput{.location = '/' + bucket.name, .bucket_arn = bucket_arn(bucket.name)};
}

}  // namespace lightwell::s3
