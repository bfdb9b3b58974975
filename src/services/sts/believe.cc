// Whether the token of a web identity is to be believed: its provider is the account's, and signed it; its times and
// its audience are right.

#include <algorithm>

#include "services/sts/sts.h"

namespace lightwell::sts {

Task<Result<WebIdentity>> StsService::believe(const Jwt& token, const std::string& account, Timestamp now) {
  CO_CHECK(check_claims(token));
  const auto host = provider_host(token.issuer);
  std::optional<OpenIdProvider> provider;
  if (host) {
    CO_TRY(provider, co_await identities_.provider(account, *host));
  }
  if (!provider) {
    co_return fail(errors::invalid_identity_token_exception,
                   "No OpenIDConnect provider found in your account for " + token.issuer);
  }
  CO_TRY(const auto keys, co_await issuers_.keys(token.issuer, token.key_id, provider->thumbprints, now));
  const bool is_signed = std::any_of(keys->begin(), keys->end(), [&](const VerificationKey& key) {
    return (token.key_id.empty() || key.id().empty() || key.id() == token.key_id) &&
           key.verifies(token.algorithm, token.signed_part, token.signature);
  });
  if (!is_signed) {
    const bool is_known = token.key_id.empty() || std::any_of(keys->begin(), keys->end(), [&](const auto& key) {
                            return key.id() == token.key_id;
                          });
    co_return fail(errors::invalid_identity_token_exception,
                   is_known ? "The token's signature is not valid"
                            : "Couldn't retrieve verification key from your identity provider,  please reference "
                              "AssumeRoleWithWebIdentity documentation for requirements");
  }
  CO_CHECK(check_times(token, now));
  CO_TRY(std::string audience, checked_audience(token, *provider));
  CO_CHECK(check_passed(token));
  co_return web_identity(token, *provider, std::move(audience));
}

}  // namespace lightwell::sts
