// ListUserTags lists a user's tags by their keys.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html

#include "base/text.h"
#include "services/iam/iam.h"
#include "services/iam/tag_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListUserTagsResponse>> IamService::list_user_tags(const Call& call,
                                                                        api::iam::ListUserTagsRequest& request) {
  CO_TRY(const Paging page,
         paging("tags of user " + call.account + "/" + to_lower(request.user_name), request.marker, request.max_items));
  CO_TRY(auto tags, co_await read([&](store::Reader& reader) -> Result<std::vector<api::iam::Tag>> {
           TRY(const User user, require_user(reader, call.account, request.user_name));
           return tags_of(reader, user.id, page);
         }));
  api::iam::ListUserTagsResponse response;
  cut_page(tags, page, response, tag_page_key);
  response.tags = std::move(tags);
  co_return response;
}

}  // namespace lightwell::iam
