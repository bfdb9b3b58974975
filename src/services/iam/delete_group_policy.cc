// DeleteGroupPolicy removes a policy embedded in a group.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteGroupPolicyOutput>> IamService::delete_group_policy(
    const Call& call, api::iam::DeleteGroupPolicyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity group, require_entity(transaction, EntityKind::group, call.account, request.group_name));
    TRY(const bool was_there, delete_inline_policy(transaction, group.id, request.policy_name));
    if (!was_there) return fail(no_such_inline_policy(EntityKind::group, request.policy_name));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteGroupPolicyOutput{};
}

}  // namespace lightwell::iam
