// DeletePolicyVersion removes a version of a managed policy that is not the default.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html

#include "services/iam/iam.h"
#include "services/iam/policy_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeletePolicyVersionOutput>> IamService::delete_policy_version(
    const Call& call, api::iam::DeletePolicyVersionRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(require_own_policy(transaction, call.account, request.policy_arn));
    TRY(const CheckedVersion wanted,
        require_version(transaction, call.account, request.policy_arn, request.version_id));
    if (wanted.version.number == wanted.policy.default_version) {
      return fail(errors::delete_conflict_exception, "Cannot delete the default version of a policy.");
    }
    return delete_version(transaction, wanted.policy.id, wanted.version.number);
  }));
  co_return api::iam::DeletePolicyVersionOutput{};
}

}  // namespace lightwell::iam
