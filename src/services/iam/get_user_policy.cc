// GetUserPolicy tells what a policy embedded in a user says.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::GetUserPolicyResponse>> IamService::get_user_policy(const Call& call,
                                                                          api::iam::GetUserPolicyRequest& request) {
  CO_TRY(const InlinePolicy found, co_await read([&](store::Reader& reader) -> Result<InlinePolicy> {
           TRY(const Entity user, require_entity(reader, EntityKind::user, call.account, request.user_name));
           TRY(auto policy, find_inline_policy(reader, user.id, request.policy_name));
           if (!policy) return fail(no_such_inline_policy(EntityKind::user, request.policy_name));
           return *std::move(policy);
         }));
  co_return api::iam::GetUserPolicyResponse{
      .user_name = request.user_name, .policy_name = found.name, .policy_document = shown_document(found.document)};
}

}  // namespace lightwell::iam
