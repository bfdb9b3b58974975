// UntagOpenIDConnectProvider removes tags of an OpenID Connect provider.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagOpenIDConnectProvider.html

#include "services/iam/iam.h"
#include "services/iam/oidc_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UntagOpenIDConnectProviderOutput>> IamService::untag_open_id_connect_provider(
    const Call& call, api::iam::UntagOpenIDConnectProviderRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const OidcProvider provider,
        require_oidc_provider(transaction, call.account, request.open_id_connect_provider_arn));
    return remove_tags(transaction, provider.arn(), request.tag_keys);
  }));
  co_return api::iam::UntagOpenIDConnectProviderOutput{};
}

}  // namespace lightwell::iam
