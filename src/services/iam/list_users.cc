// ListUsers lists users by name, without their tags, as AWS does.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html

#include "services/iam/iam.h"
#include "services/iam/name_rules.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListUsersResponse>> IamService::list_users(const Call& call,
                                                                 api::iam::ListUsersRequest& request) {
  const std::string prefix = request.path_prefix.value_or(kRootPath);
  CO_TRY(const Paging page, paging("users of " + call.account + " below " + prefix, request.marker, request.max_items));
  CO_TRY(auto users,
         co_await read([&](store::Reader& reader) { return iam::list_users(reader, call.account, prefix, page); }));
  api::iam::ListUsersResponse response;
  cut_page(users, page, response, user_page_key);
  response.users.emplace();
  for (const User& user : users) response.users->push_back(shown(user));
  co_return response;
}

}  // namespace lightwell::iam
