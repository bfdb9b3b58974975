// DetachUserPolicy takes a managed policy off a user.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DetachUserPolicyOutput>> IamService::detach_user_policy(
    const Call& call, api::iam::DetachUserPolicyRequest& request) {
  CO_CHECK(check_policy_arn(request.policy_arn));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity user, require_entity(transaction, EntityKind::user, call.account, request.user_name));
    REQUIRE_OK(detach(transaction, user, request.policy_arn));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DetachUserPolicyOutput{};
}

}  // namespace lightwell::iam
