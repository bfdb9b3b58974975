// ListGroupPolicies names the policies embedded in a group.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::ListGroupPoliciesResponse>> IamService::list_group_policies(
    const Call& call, api::iam::ListGroupPoliciesRequest& request) {
  CO_TRY(const Paging page,
         paging("policies in group " + call.account + "/" + request.group_name, request.marker, request.max_items));
  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<std::vector<InlinePolicy>> {
           TRY(const Entity group, require_entity(reader, EntityKind::group, call.account, request.group_name));
           return inline_policies(reader, group.id);
         }));
  co_return inline_page<api::iam::ListGroupPoliciesResponse>(std::move(found), page);
}

}  // namespace lightwell::iam
