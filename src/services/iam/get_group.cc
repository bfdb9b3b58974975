// GetGroup tells of a group and lists who is in it.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html

#include "base/text.h"
#include "services/iam/group_store.h"
#include "services/iam/iam.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetGroupResponse>> IamService::get_group(const Call& call, api::iam::GetGroupRequest& request) {
  CO_TRY(const Paging page,
         paging("members of " + call.account + "/" + to_lower(request.group_name), request.marker, request.max_items));
  std::optional<Group> group;
  CO_TRY(auto members, co_await read([&](store::Reader& reader) -> Result<std::vector<User>> {
           TRY(group, require_group(reader, call.account, request.group_name));
           return members_of(reader, group->id, page);
         }));
  api::iam::GetGroupResponse response;
  cut_page(members, page, response, user_page_key);
  response.group = shown(*group);
  response.users.emplace();
  for (const User& user : members) response.users->push_back(shown(user));
  co_return response;
}

}  // namespace lightwell::iam
