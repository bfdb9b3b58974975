// TagOpenIDConnectProvider adds tags to an OpenID Connect provider, or gives those it has other values.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::TagOpenIDConnectProviderOutput>> IamService::tag_open_id_connect_provider(
    const Call& call, api::iam::TagOpenIDConnectProviderRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const OidcProvider provider,
        require_oidc_provider(transaction, call.account, request.open_id_connect_provider_arn));
    return put_tags(transaction, call.account, provider.arn(), request.tags);
  }));
  co_return api::iam::TagOpenIDConnectProviderOutput{};
}

}  // namespace lightwell::iam
