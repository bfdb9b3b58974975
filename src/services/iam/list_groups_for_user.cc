// ListGroupsForUser lists the groups a user is in.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html

#include "base/text.h"
#include "services/iam/group_store.h"
#include "services/iam/iam.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListGroupsForUserResponse>> IamService::list_groups_for_user(
    const Call& call, api::iam::ListGroupsForUserRequest& request) {
  CO_TRY(const Paging page,
         paging("groups of " + call.account + "/" + to_lower(request.user_name), request.marker, request.max_items));
  CO_TRY(auto groups, co_await read([&](store::Reader& reader) -> Result<std::vector<Group>> {
           TRY(const User user, require_user(reader, call.account, request.user_name));
           return groups_of(reader, user.id, page);
         }));
  api::iam::ListGroupsForUserResponse response;
  cut_page(groups, page, response, group_page_key);
  response.groups.emplace();
  for (const Group& group : groups) response.groups->push_back(shown(group));
  co_return response;
}

}  // namespace lightwell::iam
