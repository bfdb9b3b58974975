// GetBucketAcl tells the one grant a bucket has: its owner's.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html

#include "services/s3/bucket_store.h"
#include "services/s3/owners.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetBucketAclOutput>> S3Service::get_bucket_acl(const Call& call,
                                                                    api::s3::GetBucketAclRequest& request) {
  CO_CHECK(co_await require_bucket(call, request.bucket, request.expected_bucket_owner));
  api::s3::GetBucketAclOutput output{.owner = owners_.owner(call.account)};
  output.grants.emplace().push_back(owners_.full_control(call.account));
  co_return output;
}

}  // namespace lightwell::s3
