// DeleteRolePolicy removes a policy embedded in a role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteRolePolicyOutput>> IamService::delete_role_policy(
    const Call& call, api::iam::DeleteRolePolicyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity role, require_entity(transaction, EntityKind::role, call.account, request.role_name));
    REQUIRE_OK(check_modifiable(role));
    TRY(const bool was_there, delete_inline_policy(transaction, role.id, request.policy_name));
    if (!was_there) return fail(no_such_inline_policy(EntityKind::role, request.policy_name));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteRolePolicyOutput{};
}

}  // namespace lightwell::iam
