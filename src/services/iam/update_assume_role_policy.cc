// UpdateAssumeRolePolicy says anew who may take on a role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/trust_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateAssumeRolePolicyOutput>> IamService::update_assume_role_policy(
    const Call& call, api::iam::UpdateAssumeRolePolicyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Role role, require_own_role(transaction, call.account, request.role_name));
    TRY(const std::string kept, kept_trust(transaction, request.policy_document));
    REQUIRE_OK(set_trust(transaction, role.id, kept));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UpdateAssumeRolePolicyOutput{};
}

}  // namespace lightwell::iam
