// GetObjectAcl tells the one grant an object has: its bucket owner's.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html

#include "services/s3/object_rules.h"
#include "services/s3/owners.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetObjectAclOutput>> S3Service::get_object_acl(const Call& call,
                                                                    api::s3::GetObjectAclRequest& request) {
  CO_CHECK(check_version_id(request.version_id));
  CO_CHECK(co_await find(call, request.bucket, request.key, request.expected_bucket_owner, Want::headers));
  api::s3::GetObjectAclOutput output{.owner = owners_.owner(call.account)};
  output.grants.emplace().push_back(owners_.full_control(call.account));
  co_return output;
}

}  // namespace lightwell::s3
