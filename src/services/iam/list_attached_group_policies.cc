// ListAttachedGroupPolicies names the managed policies on a group.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::ListAttachedGroupPoliciesResponse>> IamService::list_attached_group_policies(
    const Call& call, api::iam::ListAttachedGroupPoliciesRequest& request) {
  const std::string list =
      "policies on group " + call.account + "/" + request.group_name + " in " + request.path_prefix.value_or("/");
  CO_TRY(const Paging page, paging(list, request.marker, request.max_items));
  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<std::vector<PolicyArn>> {
           TRY(const Entity group, require_entity(reader, EntityKind::group, call.account, request.group_name));
           return attached_policies(reader, group.id);
         }));
  co_return attached_page<api::iam::ListAttachedGroupPoliciesResponse>(std::move(found), request.path_prefix, page);
}

}  // namespace lightwell::iam
