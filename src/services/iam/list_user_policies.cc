// ListUserPolicies names the policies embedded in a user.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::ListUserPoliciesResponse>> IamService::list_user_policies(
    const Call& call, api::iam::ListUserPoliciesRequest& request) {
  CO_TRY(const Paging page,
         paging("policies in user " + call.account + "/" + request.user_name, request.marker, request.max_items));
  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<std::vector<InlinePolicy>> {
           TRY(const Entity user, require_entity(reader, EntityKind::user, call.account, request.user_name));
           return inline_policies(reader, user.id);
         }));
  co_return inline_page<api::iam::ListUserPoliciesResponse>(std::move(found), page);
}

}  // namespace lightwell::iam
