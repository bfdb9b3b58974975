// AttachGroupPolicy puts a managed policy on a group.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::AttachGroupPolicyOutput>> IamService::attach_group_policy(
    const Call& call, api::iam::AttachGroupPolicyRequest& request) {
  CO_CHECK(check_policy_arn(request.policy_arn));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity group, require_entity(transaction, EntityKind::group, call.account, request.group_name));
    REQUIRE_OK(attach(transaction, group, request.policy_arn, call.now));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::AttachGroupPolicyOutput{};
}

}  // namespace lightwell::iam
