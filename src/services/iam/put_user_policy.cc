// PutUserPolicy embeds a policy in a user, or changes what it says.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::PutUserPolicyOutput>> IamService::put_user_policy(const Call& call,
                                                                        api::iam::PutUserPolicyRequest& request) {
  CO_CHECK(read_document(request.policy_document, policy::Kind::identity));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity user, require_entity(transaction, EntityKind::user, call.account, request.user_name));
    REQUIRE_OK(put_inline_policy(transaction, user, {request.policy_name, request.policy_document}));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::PutUserPolicyOutput{};
}

}  // namespace lightwell::iam
