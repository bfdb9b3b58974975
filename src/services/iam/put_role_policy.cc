// PutRolePolicy embeds a policy in a role, or changes what it says.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::PutRolePolicyOutput>> IamService::put_role_policy(const Call& call,
                                                                        api::iam::PutRolePolicyRequest& request) {
  CO_CHECK(read_document(request.policy_document, policy::Kind::identity));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity role, require_entity(transaction, EntityKind::role, call.account, request.role_name));
    REQUIRE_OK(check_modifiable(role));
    REQUIRE_OK(put_inline_policy(transaction, role, {request.policy_name, request.policy_document}));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::PutRolePolicyOutput{};
}

}  // namespace lightwell::iam
