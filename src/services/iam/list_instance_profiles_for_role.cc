// ListInstanceProfilesForRole lists the instance profiles a role is in.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListInstanceProfilesForRoleResponse>> IamService::list_instance_profiles_for_role(
    const Call& call, api::iam::ListInstanceProfilesForRoleRequest& request) {
  CO_TRY(const Paging page,
         paging("instance profiles with " + call.account + "/" + request.role_name, request.marker, request.max_items));
  api::iam::ListInstanceProfilesForRoleResponse response;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(const Role role, require_role(reader, call.account, request.role_name));
    TRY(auto found, instance_profiles_of(reader, role.id, page));
    cut_page(found, page, response, profile_page_key);
    auto& profiles = response.instance_profiles.emplace();
    for (const InstanceProfile& profile : found) {
      TRY(auto out, shown_with_role(reader, profile));
      profiles.push_back(std::move(out));
    }
    return {};
  }));
  co_return response;
}

}  // namespace lightwell::iam
