// AttachRolePolicy puts a managed policy on a role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::AttachRolePolicyOutput>> IamService::attach_role_policy(
    const Call& call, api::iam::AttachRolePolicyRequest& request) {
  CO_CHECK(check_policy_arn(request.policy_arn));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity role, require_entity(transaction, EntityKind::role, call.account, request.role_name));
    REQUIRE_OK(check_modifiable(role));
    REQUIRE_OK(attach(transaction, role, request.policy_arn, call.now));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::AttachRolePolicyOutput{};
}

}  // namespace lightwell::iam
