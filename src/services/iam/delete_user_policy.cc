// DeleteUserPolicy removes a policy embedded in a user.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteUserPolicyOutput>> IamService::delete_user_policy(
    const Call& call, api::iam::DeleteUserPolicyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity user, require_entity(transaction, EntityKind::user, call.account, request.user_name));
    TRY(const bool was_there, delete_inline_policy(transaction, user.id, request.policy_name));
    if (!was_there) return fail(no_such_inline_policy(EntityKind::user, request.policy_name));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteUserPolicyOutput{};
}

}  // namespace lightwell::iam
