// AttachUserPolicy puts a managed policy on a user.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::AttachUserPolicyOutput>> IamService::attach_user_policy(
    const Call& call, api::iam::AttachUserPolicyRequest& request) {
  CO_CHECK(check_policy_arn(request.policy_arn));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity user, require_entity(transaction, EntityKind::user, call.account, request.user_name));
    REQUIRE_OK(attach(transaction, user, request.policy_arn, call.now));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::AttachUserPolicyOutput{};
}

}  // namespace lightwell::iam
