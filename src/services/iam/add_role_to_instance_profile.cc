// AddRoleToInstanceProfile puts a role into an instance profile that holds none.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"

namespace lightwell::iam {

Task<Result<api::iam::AddRoleToInstanceProfileOutput>> IamService::add_role_to_instance_profile(
    const Call& call, api::iam::AddRoleToInstanceProfileRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const InstanceProfile profile,
        require_instance_profile(transaction, call.account, request.instance_profile_name));
    TRY(const Role role, require_own_role(transaction, call.account, request.role_name));
    if (profile.role) return fail(over_quota("InstanceSessionsPerInstanceProfile", 1));
    REQUIRE_OK(set_role_of_profile(transaction, profile.id, role.id));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::AddRoleToInstanceProfileOutput{};
}

}  // namespace lightwell::iam
