// ListRolePolicies names the policies embedded in a role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::ListRolePoliciesResponse>> IamService::list_role_policies(
    const Call& call, api::iam::ListRolePoliciesRequest& request) {
  CO_TRY(const Paging page,
         paging("policies in role " + call.account + "/" + request.role_name, request.marker, request.max_items));
  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<std::vector<InlinePolicy>> {
           TRY(const Entity role, require_entity(reader, EntityKind::role, call.account, request.role_name));
           return inline_policies(reader, role.id);
         }));
  co_return inline_page<api::iam::ListRolePoliciesResponse>(std::move(found), page);
}

}  // namespace lightwell::iam
