#include "services/sts/web_identity_rules.h"

#include <algorithm>

#include "services/sts/errors.h"
#include "services/sts/session_rules.h"

namespace lightwell::sts {
namespace {

constexpr size_t kSubjectMax = 255;
constexpr size_t kSourceIdentityMin = 2, kSourceIdentityMax = 64;
constexpr size_t kTagsMax = 50, kTagKeyMax = 128, kTagValueMax = 256;

std::unexpected<Error> refuse(std::string words) {
  return fail(errors::invalid_identity_token_exception, std::move(words));
}

bool is_source_identity(std::string_view text) {
  return text.size() >= kSourceIdentityMin && text.size() <= kSourceIdentityMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("_+=,.@-").find(c) != std::string_view::npos;
         });
}

bool holds(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

Result<void> check_claims(const Jwt& token) {
  const std::pair<std::string_view, bool> claims[] = {{"iss", !token.issuer.empty()},
                                                      {"sub", !token.subject.empty()},
                                                      {"aud", !token.audiences.empty()},
                                                      {"exp", token.expires_at.has_value()},
                                                      {"iat", token.issued_at.has_value()}};
  for (const auto& [name, is_there] : claims) {
    if (!is_there) return refuse(fmt::format("Missing a required claim: {}", name));
  }
  if (token.subject.size() > kSubjectMax) return refuse("The sub claim is too long");
  return {};
}

Result<void> check_times(const Jwt& token, Timestamp now) {
  const int64_t present = std::chrono::duration_cast<seconds>(now.time_since_epoch()).count();
  if (present >= *token.expires_at) {
    return fail(errors::expired_token_exception,
                fmt::format("Token expired: current date/time {} must be before the expiration date/time {}", present,
                            *token.expires_at));
  }
  const int64_t latest = present + kClockSkew.count();
  if (*token.issued_at > latest || token.not_before.value_or(0) > latest) return refuse("Token is not valid yet");
  return {};
}

Result<std::string> checked_audience(const Jwt& token, const OpenIdProvider& provider) {
  if (!token.authorized_party.empty()) {
    if (holds(provider.client_ids, token.authorized_party)) return token.authorized_party;
    return refuse("Incorrect token audience");
  }
  for (const std::string& audience : token.audiences) {
    if (holds(provider.client_ids, audience)) return audience;
  }
  return refuse("Incorrect token audience");
}

Result<void> check_passed(const Jwt& token) {
  if (!token.source_identity.empty() && !is_source_identity(token.source_identity)) {
    return refuse("The source identity in the token is not valid");
  }
  const bool fits =
      token.tags.size() <= kTagsMax && std::all_of(token.tags.begin(), token.tags.end(), [](const auto& tag) {
        return !tag.key.empty() && tag.key.size() <= kTagKeyMax && tag.value.size() <= kTagValueMax;
      });
  if (!fits) return refuse("The session tags in the token are too many or too long");
  REQUIRE_OK(check_tags(token.tags));
  return check_transitive(token.transitive_tags, token.tags);
}

WebIdentity web_identity(const Jwt& token, const OpenIdProvider& provider, std::string audience) {
  const auto key = [&](std::string_view name) { return fmt::format("{}:{}", provider.host, name); };
  std::vector<SessionTag> keys = {{key("sub"), token.subject}, {key("aud"), audience}};
  if (!token.authorized_party.empty()) {
    keys.push_back({key("azp"), token.authorized_party});
    for (const std::string& original : token.audiences) keys.push_back({key("oaud"), original});
  }
  for (const std::string& method : token.methods) keys.push_back({key("amr"), method});
  if (!token.email.empty()) keys.push_back({key("email"), token.email});
  return {.provider_arn = provider.arn, .audience = std::move(audience), .keys = std::move(keys)};
}

}  // namespace lightwell::sts
