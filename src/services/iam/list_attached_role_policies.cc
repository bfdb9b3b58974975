// ListAttachedRolePolicies names the managed policies on a role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::ListAttachedRolePoliciesResponse>> IamService::list_attached_role_policies(
    const Call& call, api::iam::ListAttachedRolePoliciesRequest& request) {
  const std::string list =
      "policies on role " + call.account + "/" + request.role_name + " in " + request.path_prefix.value_or("/");
  CO_TRY(const Paging page, paging(list, request.marker, request.max_items));
  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<std::vector<PolicyArn>> {
           TRY(const Entity role, require_entity(reader, EntityKind::role, call.account, request.role_name));
           return attached_policies(reader, role.id);
         }));
  co_return attached_page<api::iam::ListAttachedRolePoliciesResponse>(std::move(found), request.path_prefix, page);
}

}  // namespace lightwell::iam
