// GetRolePolicy tells what a policy embedded in a role says.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::GetRolePolicyResponse>> IamService::get_role_policy(const Call& call,
                                                                          api::iam::GetRolePolicyRequest& request) {
  CO_TRY(const InlinePolicy found, co_await read([&](store::Reader& reader) -> Result<InlinePolicy> {
           TRY(const Entity role, require_entity(reader, EntityKind::role, call.account, request.role_name));
           TRY(auto policy, find_inline_policy(reader, role.id, request.policy_name));
           if (!policy) return fail(no_such_inline_policy(EntityKind::role, request.policy_name));
           return *std::move(policy);
         }));
  co_return api::iam::GetRolePolicyResponse{
      .role_name = request.role_name, .policy_name = found.name, .policy_document = shown_document(found.document)};
}

}  // namespace lightwell::iam
