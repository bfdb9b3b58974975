// TagPolicy adds tags to a managed policy, or gives those it has other values.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html

#include "services/iam/iam.h"
#include "services/iam/policy_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::TagPolicyOutput>> IamService::tag_policy(const Call& call, api::iam::TagPolicyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const ManagedPolicy policy, require_own_policy(transaction, call.account, request.policy_arn));
    return put_tags(transaction, call.account, policy.id, request.tags);
  }));
  co_return api::iam::TagPolicyOutput{};
}

}  // namespace lightwell::iam
