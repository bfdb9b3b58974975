// SetDefaultPolicyVersion says which version of a managed policy counts for all who have it.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html

#include "services/iam/iam.h"
#include "services/iam/policy_store.h"

namespace lightwell::iam {

Task<Result<api::iam::SetDefaultPolicyVersionOutput>> IamService::set_default_policy_version(
    const Call& call, api::iam::SetDefaultPolicyVersionRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const CheckedVersion wanted,
        require_version(transaction, call.account, request.policy_arn, request.version_id));
    REQUIRE_OK(require_own_policy(transaction, call.account, request.policy_arn));
    REQUIRE_OK(set_default_version(transaction, wanted.policy.id, wanted.version.number, call.now));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::SetDefaultPolicyVersionOutput{};
}

}  // namespace lightwell::iam
