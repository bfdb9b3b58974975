// ListRoles lists the roles of the account, by name.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListRolesResponse>> IamService::list_roles(const Call& call,
                                                                 api::iam::ListRolesRequest& request) {
  const std::string prefix = request.path_prefix.value_or("/");
  CO_TRY(const Paging page, paging("roles of " + call.account + " in " + prefix, request.marker, request.max_items));
  CO_TRY(auto found,
         co_await read([&](store::Reader& reader) { return iam::list_roles(reader, call.account, prefix, page); }));
  api::iam::ListRolesResponse response;
  cut_page(found, page, response, role_page_key);
  auto& roles = response.roles.emplace();
  for (const Role& role : found) roles.push_back(listed(role));
  co_return response;
}

}  // namespace lightwell::iam
