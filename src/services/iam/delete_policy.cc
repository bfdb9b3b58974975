// DeletePolicy removes a managed policy that nobody has, and whose other versions are gone.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html

#include "services/iam/iam.h"
#include "services/iam/policy_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeletePolicyOutput>> IamService::delete_policy(const Call& call,
                                                                     api::iam::DeletePolicyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const ManagedPolicy policy, require_own_policy(transaction, call.account, request.policy_arn));
    TRY(const Usage usage, usage_of(transaction, call.account, request.policy_arn));
    if (usage.attachments + usage.boundaries > 0) {
      return fail(errors::delete_conflict_exception, "Cannot delete a policy attached to entities.");
    }
    TRY(const auto versions, list_versions(transaction, policy));
    if (versions.size() > 1) {
      return fail(errors::delete_conflict_exception,
                  "This policy has more than one version. Before you delete a policy, you must delete the policy's "
                  "versions. The default version is deleted with the policy.");
    }
    REQUIRE_OK(remove_all_tags(transaction, policy.id));
    changed(transaction, call.account);  // sessions may be limited to it
    return iam::delete_policy(transaction, policy.id);
  }));
  co_return api::iam::DeletePolicyOutput{};
}

}  // namespace lightwell::iam
