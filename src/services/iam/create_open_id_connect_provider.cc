// CreateOpenIDConnectProvider says whose tokens the account takes.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"
#include "services/iam/policy_rules.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateOpenIDConnectProviderResponse>> IamService::create_open_id_connect_provider(
    const Call& call, api::iam::CreateOpenIDConnectProviderRequest& request) {
  OidcProvider provider{.account = call.account, .created_at = call.now};
  CO_TRY(provider.url, read_provider_url(request.url));
  provider.clients = request.client_id_list.value_or(std::vector<std::string>{});
  provider.thumbprints = request.thumbprint_list.value_or(std::vector<std::string>{});
  CO_CHECK(check_thumbprints(provider.thumbprints));
  CO_CHECK(check_clients(provider.clients));
  const auto made = co_await write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(insert_oidc_provider(transaction, provider));
    TRY(const int64_t count, count_oidc_providers(transaction, call.account));
    if (count > kProvidersMax) return fail(over_quota("OpenIdConnectProvidersPerAccount", kProvidersMax));
    if (request.tags) REQUIRE_OK(put_tags(transaction, call.account, provider.arn(), *request.tags));
    changed(transaction, call.account);
    return {};
  });
  if (!made && made.error().kind == &store::errors::unique_violation) {
    co_return fail(errors::entity_already_exists_exception, "Provider with url " + request.url + " already exists.");
  }
  CO_CHECK(made);
  api::iam::CreateOpenIDConnectProviderResponse response{.open_id_connect_provider_arn = provider.arn()};
  if (request.tags && !request.tags->empty()) response.tags = std::move(request.tags);
  co_return response;
}

}  // namespace lightwell::iam
