// RemoveClientIDFromOpenIDConnectProvider ends a provider's tokens for an audience. One that is not there is no error.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"

namespace lightwell::iam {

Task<Result<api::iam::RemoveClientIDFromOpenIDConnectProviderOutput>>
IamService::remove_client_id_from_open_id_connect_provider(
    const Call& call, api::iam::RemoveClientIDFromOpenIDConnectProviderRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(OidcProvider provider, require_oidc_provider(transaction, call.account, request.open_id_connect_provider_arn));
    std::erase(provider.clients, request.client_id);
    REQUIRE_OK(set_clients(transaction, provider));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::RemoveClientIDFromOpenIDConnectProviderOutput{};
}

}  // namespace lightwell::iam
