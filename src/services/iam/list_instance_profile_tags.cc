// ListInstanceProfileTags lists the tags of an instance profile by their keys.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListInstanceProfileTagsResponse>> IamService::list_instance_profile_tags(
    const Call& call, api::iam::ListInstanceProfileTagsRequest& request) {
  CO_TRY(const Paging page, paging("tags of instance profile " + call.account + "/" + request.instance_profile_name,
                                   request.marker, request.max_items));
  CO_TRY(auto tags, co_await read([&](store::Reader& reader) -> Result<std::vector<api::iam::Tag>> {
           TRY(const InstanceProfile profile,
               require_instance_profile(reader, call.account, request.instance_profile_name));
           return tags_of(reader, profile.id, page);
         }));
  api::iam::ListInstanceProfileTagsResponse response;
  cut_page(tags, page, response, tag_page_key);
  response.tags = std::move(tags);
  co_return response;
}

}  // namespace lightwell::iam
