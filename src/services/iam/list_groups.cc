// ListGroups lists groups by name.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html

#include "services/iam/group_store.h"
#include "services/iam/iam.h"
#include "services/iam/name_rules.h"

namespace lightwell::iam {

Task<Result<api::iam::ListGroupsResponse>> IamService::list_groups(const Call& call,
                                                                   api::iam::ListGroupsRequest& request) {
  const std::string prefix = request.path_prefix.value_or(kRootPath);
  CO_TRY(const Paging page,
         paging("groups of " + call.account + " below " + prefix, request.marker, request.max_items));
  CO_TRY(auto groups,
         co_await read([&](store::Reader& reader) { return iam::list_groups(reader, call.account, prefix, page); }));
  api::iam::ListGroupsResponse response;
  cut_page(groups, page, response, group_page_key);
  response.groups.emplace();
  for (const Group& group : groups) response.groups->push_back(shown(group));
  co_return response;
}

}  // namespace lightwell::iam
