// UpdateOpenIDConnectProviderThumbprint replaces the thumbprints of a provider's certificates.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateOpenIDConnectProviderThumbprintOutput>>
IamService::update_open_id_connect_provider_thumbprint(
    const Call& call, api::iam::UpdateOpenIDConnectProviderThumbprintRequest& request) {
  CO_CHECK(check_thumbprints(request.thumbprint_list));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(OidcProvider provider, require_oidc_provider(transaction, call.account, request.open_id_connect_provider_arn));
    provider.thumbprints = request.thumbprint_list;
    REQUIRE_OK(set_thumbprints(transaction, provider));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UpdateOpenIDConnectProviderThumbprintOutput{};
}

}  // namespace lightwell::iam
