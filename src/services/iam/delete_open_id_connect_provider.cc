// DeleteOpenIDConnectProvider ends the account's trust in a provider.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteOpenIDConnectProviderOutput>> IamService::delete_open_id_connect_provider(
    const Call& call, api::iam::DeleteOpenIDConnectProviderRequest& request) {
  const auto gone = co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const OidcProvider provider,
        require_oidc_provider(transaction, call.account, request.open_id_connect_provider_arn));
    REQUIRE_OK(remove_all_tags(transaction, provider.arn()));
    REQUIRE_OK(delete_oidc_provider(transaction, provider));
    changed(transaction, call.account);
    return {};
  });
  if (!gone && gone.error().kind == &errors::no_such_entity_exception) {
    co_return fail(errors::no_such_entity_exception,
                   "OpenId connect Provider " + request.open_id_connect_provider_arn + " cannot be found.");
  }
  CO_CHECK(gone);
  co_return api::iam::DeleteOpenIDConnectProviderOutput{};
}

}  // namespace lightwell::iam
