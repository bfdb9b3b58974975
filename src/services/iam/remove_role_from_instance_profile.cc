// RemoveRoleFromInstanceProfile takes the role out of an instance profile.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"

namespace lightwell::iam {

Task<Result<api::iam::RemoveRoleFromInstanceProfileOutput>> IamService::remove_role_from_instance_profile(
    const Call& call, api::iam::RemoveRoleFromInstanceProfileRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const InstanceProfile profile,
        require_instance_profile(transaction, call.account, request.instance_profile_name));
    TRY(const Role role, require_role(transaction, call.account, request.role_name));
    if (profile.role != role.id) {
      return fail(errors::no_such_entity_exception, "Role " + request.role_name + " in Instance Profile " +
                                                        request.instance_profile_name + " cannot be found.");
    }
    REQUIRE_OK(set_role_of_profile(transaction, profile.id, std::nullopt));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::RemoveRoleFromInstanceProfileOutput{};
}

}  // namespace lightwell::iam
