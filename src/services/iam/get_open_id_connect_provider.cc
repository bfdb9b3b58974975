// GetOpenIDConnectProvider tells of a provider whose tokens the account takes.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetOpenIDConnectProviderResponse>> IamService::get_open_id_connect_provider(
    const Call& call, api::iam::GetOpenIDConnectProviderRequest& request) {
  api::iam::GetOpenIDConnectProviderResponse response;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(const OidcProvider provider, require_oidc_provider(reader, call.account, request.open_id_connect_provider_arn));
    response.url = provider.url;
    response.client_id_list = provider.clients;
    response.thumbprint_list = provider.thumbprints;
    response.create_date = provider.created_at;
    TRY(response.tags, tags_of(reader, provider.arn()));
    return {};
  }));
  co_return response;
}

}  // namespace lightwell::iam
