// ListOpenIDConnectProviders names the providers whose tokens the account takes.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListOpenIDConnectProvidersResponse>> IamService::list_open_id_connect_providers(
    const Call& call, api::iam::ListOpenIDConnectProvidersRequest& request) {
  (void)request;
  CO_TRY(const auto found,
         co_await read([&](store::Reader& reader) { return list_oidc_providers(reader, call.account); }));
  api::iam::ListOpenIDConnectProvidersResponse response;
  auto& providers = response.open_id_connect_provider_list.emplace();
  for (const OidcProvider& provider : found) providers.push_back({.arn = provider.arn()});
  co_return response;
}

}  // namespace lightwell::iam
