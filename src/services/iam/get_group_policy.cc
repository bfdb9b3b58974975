// GetGroupPolicy tells what a policy embedded in a group says.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::GetGroupPolicyResponse>> IamService::get_group_policy(const Call& call,
                                                                            api::iam::GetGroupPolicyRequest& request) {
  CO_TRY(const InlinePolicy found, co_await read([&](store::Reader& reader) -> Result<InlinePolicy> {
           TRY(const Entity group, require_entity(reader, EntityKind::group, call.account, request.group_name));
           TRY(auto policy, find_inline_policy(reader, group.id, request.policy_name));
           if (!policy) return fail(no_such_inline_policy(EntityKind::group, request.policy_name));
           return *std::move(policy);
         }));
  co_return api::iam::GetGroupPolicyResponse{
      .group_name = request.group_name, .policy_name = found.name, .policy_document = shown_document(found.document)};
}

}  // namespace lightwell::iam
