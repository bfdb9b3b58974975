// UntagPolicy removes tags of a managed policy.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html

#include "services/iam/iam.h"
#include "services/iam/policy_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UntagPolicyOutput>> IamService::untag_policy(const Call& call,
                                                                   api::iam::UntagPolicyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const ManagedPolicy policy, require_own_policy(transaction, call.account, request.policy_arn));
    return remove_tags(transaction, policy.id, request.tag_keys);
  }));
  co_return api::iam::UntagPolicyOutput{};
}

}  // namespace lightwell::iam
