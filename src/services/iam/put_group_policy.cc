// PutGroupPolicy embeds a policy in a group, or changes what it says.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::PutGroupPolicyOutput>> IamService::put_group_policy(const Call& call,
                                                                          api::iam::PutGroupPolicyRequest& request) {
  CO_CHECK(read_document(request.policy_document, policy::Kind::identity));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity group, require_entity(transaction, EntityKind::group, call.account, request.group_name));
    REQUIRE_OK(put_inline_policy(transaction, group, {request.policy_name, request.policy_document}));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::PutGroupPolicyOutput{};
}

}  // namespace lightwell::iam
