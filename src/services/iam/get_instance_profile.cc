// GetInstanceProfile tells of an instance profile and of its role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetInstanceProfileResponse>> IamService::get_instance_profile(
    const Call& call, api::iam::GetInstanceProfileRequest& request) {
  api::iam::GetInstanceProfileResponse response;
  CO_TRY(response.instance_profile, co_await read([&](store::Reader& reader) -> Result<api::iam::InstanceProfile> {
           TRY(const InstanceProfile profile,
               require_instance_profile(reader, call.account, request.instance_profile_name));
           TRY(auto out, shown_with_role(reader, profile));
           TRY(out.tags, tags_of(reader, profile.id));
           return out;
         }));
  co_return response;
}

}  // namespace lightwell::iam
