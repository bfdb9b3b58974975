// DetachGroupPolicy takes a managed policy off a group.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DetachGroupPolicyOutput>> IamService::detach_group_policy(
    const Call& call, api::iam::DetachGroupPolicyRequest& request) {
  CO_CHECK(check_policy_arn(request.policy_arn));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity group, require_entity(transaction, EntityKind::group, call.account, request.group_name));
    REQUIRE_OK(detach(transaction, group, request.policy_arn));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DetachGroupPolicyOutput{};
}

}  // namespace lightwell::iam
