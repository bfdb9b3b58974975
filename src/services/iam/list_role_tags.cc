// ListRoleTags lists the tags of a role by their keys.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListRoleTagsResponse>> IamService::list_role_tags(const Call& call,
                                                                        api::iam::ListRoleTagsRequest& request) {
  CO_TRY(const Paging page,
         paging("tags of role " + call.account + "/" + request.role_name, request.marker, request.max_items));
  CO_TRY(auto tags, co_await read([&](store::Reader& reader) -> Result<std::vector<api::iam::Tag>> {
           TRY(const Role role, require_role(reader, call.account, request.role_name));
           return tags_of(reader, role.id, page);
         }));
  api::iam::ListRoleTagsResponse response;
  cut_page(tags, page, response, tag_page_key);
  response.tags = std::move(tags);
  co_return response;
}

}  // namespace lightwell::iam
