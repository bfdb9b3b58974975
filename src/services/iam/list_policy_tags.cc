// ListPolicyTags lists the tags of a managed policy by their keys.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html

#include "services/iam/iam.h"
#include "services/iam/policy_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListPolicyTagsResponse>> IamService::list_policy_tags(const Call& call,
                                                                            api::iam::ListPolicyTagsRequest& request) {
  CO_TRY(const Paging page, paging("tags of managed policy " + request.policy_arn, request.marker, request.max_items));
  CO_TRY(auto tags, co_await read([&](store::Reader& reader) -> Result<std::vector<api::iam::Tag>> {
           TRY(const ManagedPolicy policy, require_policy(reader, call.account, request.policy_arn));
           return tags_of(reader, policy.id, page);
         }));
  api::iam::ListPolicyTagsResponse response;
  cut_page(tags, page, response, tag_page_key);
  response.tags = std::move(tags);
  co_return response;
}

}  // namespace lightwell::iam
