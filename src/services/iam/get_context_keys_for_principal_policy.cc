// GetContextKeysForPrincipalPolicy names the condition keys that the policies of a user, group or role ask for.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html

#include "services/iam/context_keys.h"
#include "services/iam/iam.h"
#include "services/iam/policy_sets.h"
#include "services/iam/policy_source.h"

namespace lightwell::iam {

Task<Result<api::iam::GetContextKeysForPolicyResponse>> IamService::get_context_keys_for_principal_policy(
    const Call& call, api::iam::GetContextKeysForPrincipalPolicyRequest& request) {
  CO_TRY(const auto attached, co_await read([&](store::Reader& reader) -> Result<std::vector<policy::Attached>> {
           TRY(const Entity entity, require_source(reader, call.account, request.policy_source_arn));
           return policies_of(reader, entity);
         }));
  ContextKeys keys;
  for (const policy::Attached& one : attached) keys.add(*one.document);
  for (const std::string& json : request.policy_input_list.value_or(std::vector<std::string>{})) {
    CO_CHECK(keys.add(json));
  }
  co_return api::iam::GetContextKeysForPolicyResponse{.context_key_names = keys.take()};
}

}  // namespace lightwell::iam
