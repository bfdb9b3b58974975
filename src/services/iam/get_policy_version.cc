// GetPolicyVersion tells what a version of a managed policy says.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::GetPolicyVersionResponse>> IamService::get_policy_version(
    const Call& call, api::iam::GetPolicyVersionRequest& request) {
  api::iam::GetPolicyVersionResponse response;
  CO_TRY(response.policy_version, co_await read([&](store::Reader& reader) -> Result<api::iam::PolicyVersion> {
           TRY(const CheckedVersion wanted,
               require_version(reader, call.account, request.policy_arn, request.version_id));
           api::iam::PolicyVersion out = shown(wanted.policy, wanted.version);
           out.document = shown_document(wanted.version.document);
           return out;
         }));
  co_return response;
}

}  // namespace lightwell::iam
