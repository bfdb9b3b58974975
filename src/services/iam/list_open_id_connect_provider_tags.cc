// ListOpenIDConnectProviderTags lists the tags of an OpenID Connect provider by their keys.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviderTags.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListOpenIDConnectProviderTagsResponse>> IamService::list_open_id_connect_provider_tags(
    const Call& call, api::iam::ListOpenIDConnectProviderTagsRequest& request) {
  CO_TRY(const Paging page, paging("tags of OpenID Connect provider " + request.open_id_connect_provider_arn,
                                   request.marker, request.max_items));
  CO_TRY(auto tags, co_await read([&](store::Reader& reader) -> Result<std::vector<api::iam::Tag>> {
           TRY(const OidcProvider provider,
               require_oidc_provider(reader, call.account, request.open_id_connect_provider_arn));
           return tags_of(reader, provider.arn(), page);
         }));
  api::iam::ListOpenIDConnectProviderTagsResponse response;
  cut_page(tags, page, response, tag_page_key);
  response.tags = std::move(tags);
  co_return response;
}

}  // namespace lightwell::iam
