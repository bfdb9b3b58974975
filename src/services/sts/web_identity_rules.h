// What AWS demands of the token of a web identity, and what of it conditions of a trust policy can ask for.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/call.h"
#include "base/result.h"
#include "services/sts/jwt.h"
#include "services/sts/ports.h"

namespace lightwell::sts {

// A clock of a provider that goes before ours.
inline constexpr seconds kClockSkew{300};

struct WebIdentity {
  std::string provider_arn;
  std::string audience;
  std::vector<SessionTag> keys;  // HOST:sub, HOST:aud, …
};

// iss, sub, aud, exp and iat are there. Errors: InvalidIdentityToken.
Result<void> check_claims(const Jwt& token);
// Errors: ExpiredTokenException, InvalidIdentityToken for one that is not good yet.
Result<void> check_times(const Jwt& token, Timestamp now);
// azp where there is one, else the audience that is one of the provider's clients. Errors: InvalidIdentityToken.
Result<std::string> checked_audience(const Jwt& token, const OpenIdProvider& provider);
// What a token passes into the session: tags, source identity. Errors: InvalidIdentityToken.
Result<void> check_passed(const Jwt& token);

WebIdentity web_identity(const Jwt& token, const OpenIdProvider& provider, std::string audience);

}  // namespace lightwell::sts
