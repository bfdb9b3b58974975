// CreatePolicyVersion gives a managed policy something new to say.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::CreatePolicyVersionResponse>> IamService::create_policy_version(
    const Call& call, api::iam::CreatePolicyVersionRequest& request) {
  CO_CHECK(read_document(request.policy_document, policy::Kind::managed));
  if (counted_size(request.policy_document) > kManagedSizeMax) {
    co_return fail(over_quota("PolicySize", kManagedSizeMax));
  }
  api::iam::CreatePolicyVersionResponse response;
  CO_TRY(response.policy_version,
         co_await write([&](store::Transaction& transaction) -> Result<api::iam::PolicyVersion> {
           TRY(ManagedPolicy policy, require_own_policy(transaction, call.account, request.policy_arn));
           TRY(const auto versions, list_versions(transaction, policy));
           if (int64_t(versions.size()) >= kVersionsMax) {
             return fail(errors::limit_exceeded_exception,
                         "A managed policy can have up to 5 versions. Before you create a new version, you must "
                         "delete an existing version.");
           }
           const StoredVersion version{policy.last_version + 1, request.policy_document, call.now};
           REQUIRE_OK(insert_version(transaction, policy.id, version));
           if (request.set_as_default.value_or(false)) {
             policy.default_version = version.number;
             REQUIRE_OK(set_default_version(transaction, policy.id, version.number, call.now));
             changed(transaction, call.account);
           }
           return shown(policy, version);
         }));
  co_return response;
}

}  // namespace lightwell::iam
