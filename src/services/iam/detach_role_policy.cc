// DetachRolePolicy takes a managed policy off a role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DetachRolePolicyOutput>> IamService::detach_role_policy(
    const Call& call, api::iam::DetachRolePolicyRequest& request) {
  CO_CHECK(check_policy_arn(request.policy_arn));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity role, require_entity(transaction, EntityKind::role, call.account, request.role_name));
    REQUIRE_OK(check_modifiable(role));
    REQUIRE_OK(detach(transaction, role, request.policy_arn));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DetachRolePolicyOutput{};
}

}  // namespace lightwell::iam
