// GetPolicy tells of a managed policy, AWS's or the account's, all but what it says.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetPolicyResponse>> IamService::get_policy(const Call& call,
                                                                 api::iam::GetPolicyRequest& request) {
  CO_TRY(auto policy, co_await read([&](store::Reader& reader) -> Result<api::iam::Policy> {
           TRY(const ManagedPolicy found, require_policy(reader, call.account, request.policy_arn));
           TRY(const Usage usage, usage_of(reader, call.account, request.policy_arn));
           api::iam::Policy out = shown(found, usage);
           out.description = found.description;
           TRY(out.tags, tags_of(reader, found.id));
           return out;
         }));
  co_return api::iam::GetPolicyResponse{.policy = std::move(policy)};
}

}  // namespace lightwell::iam
