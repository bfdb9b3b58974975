// ListAttachedUserPolicies names the managed policies on a user.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::ListAttachedUserPoliciesResponse>> IamService::list_attached_user_policies(
    const Call& call, api::iam::ListAttachedUserPoliciesRequest& request) {
  const std::string list =
      "policies on user " + call.account + "/" + request.user_name + " in " + request.path_prefix.value_or("/");
  CO_TRY(const Paging page, paging(list, request.marker, request.max_items));
  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<std::vector<PolicyArn>> {
           TRY(const Entity user, require_entity(reader, EntityKind::user, call.account, request.user_name));
           return attached_policies(reader, user.id);
         }));
  co_return attached_page<api::iam::ListAttachedUserPoliciesResponse>(std::move(found), request.path_prefix, page);
}

}  // namespace lightwell::iam
