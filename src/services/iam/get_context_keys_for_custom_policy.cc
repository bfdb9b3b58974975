// GetContextKeysForCustomPolicy names the condition keys that policies ask for.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html

#include "services/iam/context_keys.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::GetContextKeysForPolicyResponse>> IamService::get_context_keys_for_custom_policy(
    const Call& call, api::iam::GetContextKeysForCustomPolicyRequest& request) {
  (void)call;
  ContextKeys keys;
  for (const std::string& json : request.policy_input_list) CO_CHECK(keys.add(json));
  co_return api::iam::GetContextKeysForPolicyResponse{.context_key_names = keys.take()};
}

}  // namespace lightwell::iam
