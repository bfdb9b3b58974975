// AddClientIDToOpenIDConnectProvider takes a provider's tokens for one more audience. Twice is once.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html

#include <algorithm>

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"

namespace lightwell::iam {

Task<Result<api::iam::AddClientIDToOpenIDConnectProviderOutput>> IamService::add_client_id_to_open_id_connect_provider(
    const Call& call, api::iam::AddClientIDToOpenIDConnectProviderRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(OidcProvider provider, require_oidc_provider(transaction, call.account, request.open_id_connect_provider_arn));
    if (std::ranges::find(provider.clients, request.client_id) != provider.clients.end()) return {};
    provider.clients.push_back(request.client_id);
    REQUIRE_OK(check_clients(provider.clients));
    REQUIRE_OK(set_clients(transaction, provider));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::AddClientIDToOpenIDConnectProviderOutput{};
}

}  // namespace lightwell::iam
