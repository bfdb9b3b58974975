#include "app/ports/sts_ports.h"

#include "base/text.h"
#include "http/errors.h"
#include "policy/document.h"
#include "run/within.h"
#include "services/sts/errors.h"

namespace lightwell::app {
namespace {

using namespace std::chrono_literals;

constexpr uint64_t kDocumentBytesMax = 256 * 1024;
constexpr auto kPatience = 5s;

std::unexpected<Error> no_document(std::string why) {
  return fail(error(lightwell::errors::internal_error).log(std::move(why)));
}

struct Address {
  http::Origin origin;
  std::string target;
};

// "https://idp.example.com:8443/pool/.well-known/openid-configuration", "http://[::1]:8080/keys?v=1"
std::optional<Address> address_of(std::string_view url) {
  Address address;
  address.origin.is_secure = url.starts_with("https://");
  if (!address.origin.is_secure && !url.starts_with("http://")) return std::nullopt;
  url.remove_prefix(url.find("//") + 2);
  const size_t end = std::min(url.find_first_of("/?#"), url.size());
  std::string_view host = url.substr(0, end);
  const std::string_view rest = url.substr(end, url.find('#') - end);
  address.target = rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
  address.origin.port = address.origin.is_secure ? 443 : 80;
  if (const size_t colon = host.rfind(':'); colon != host.npos && !host.ends_with(']')) {
    const auto port = parse_unsigned(host.substr(colon + 1));
    if (!port || *port == 0 || *port > 65535) return std::nullopt;
    address.origin.port = uint16_t(*port);
    host = host.substr(0, colon);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.empty() || host.contains('@')) return std::nullopt;
  address.origin.host = host;
  return address;
}

Task<Result<std::string>> fetch(http::Client& client, Address address) {
  http::Request request{.method = "GET", .target = std::move(address.target)};
  request.headers.add("Accept", "application/json");
  request.body = source_of(std::string());
  CO_TRY(http::Response answer, co_await client.send(address.origin, std::move(request)));
  if (answer.status != 200) co_return no_document(fmt::format("the provider answers {}", answer.status));
  const auto body = source_of(std::move(answer.body));
  co_return co_await read_all(*body, kDocumentBytesMax);
}

// A role without a policy trusts nobody: there is none of its name.
Result<std::shared_ptr<const std::vector<policy::Attached>>> trust_of(const sts::Role& role) {
  std::vector<policy::Attached> attached;
  if (!role.trust_policy.empty()) {
    auto trust = policy::parse(role.trust_policy, policy::Kind::trust);
    if (!trust) {
      return fail(
          error(lightwell::errors::internal_error).log("trust policy of " + role.arn + ": " + trust.error().message));
    }
    attached.push_back(
        {.document = std::move(*trust), .name = role.name, .type = policy::SourceType::trust, .holder = role.name});
  }
  return std::make_shared<const std::vector<policy::Attached>>(std::move(attached));
}

}  // namespace

Task<Result<std::optional<sts::Role>>> StsIdentities::role(const std::string& account, const std::string& name) {
  CO_TRY(auto facts, co_await iam_.role_facts(account, name));
  if (!facts) co_return std::nullopt;
  iam::Role& role = facts->role;
  co_return sts::Role{.account = role.account,
                      .name = role.name,
                      .arn = role.arn(),
                      .id = role.id,
                      .trust_policy = std::move(role.trust),
                      .max_session_seconds = role.session_seconds_max,
                      .tags = std::move(facts->tags)};
}

Task<Result<std::optional<sts::OpenIdProvider>>> StsIdentities::provider(const std::string& account,
                                                                         const std::string& host) {
  CO_TRY(auto provider, co_await iam_.oidc_provider(account, host));
  if (!provider) co_return std::nullopt;
  co_return sts::OpenIdProvider{.arn = provider->arn(),
                                .host = provider->url,
                                .client_ids = std::move(provider->clients),
                                .thumbprints = std::move(provider->thumbprints)};
}

Task<Result<bool>> StsIdentities::exists(const std::string& account, const sts::Origin& origin) {
  if (!origin.access_key_id.empty()) {
    CO_TRY(const auto declared, co_await declared_.find(origin.access_key_id, ""));
    if (!declared) {
      CO_TRY(const auto owner, co_await iam_.key_owner(origin.access_key_id));
      if (!owner) co_return false;
    }
  }
  if (origin.id.empty()) co_return true;
  co_return co_await iam_.exists(account, origin.id);
}

Task<Result<bool>> StsIdentities::has_policy(const std::string& account, const std::string& arn) {
  CO_TRY(const auto document, co_await iam_.policy_document(account, arn));
  co_return document.has_value();
}

Task<Result<std::optional<std::string>>> StsIdentities::account_of_key(const std::string& access_key_id) {
  CO_TRY(const auto declared, co_await declared_.find(access_key_id, ""));
  if (declared) co_return declared->principal.account;
  CO_TRY(const auto owner, co_await iam_.key_owner(access_key_id));
  if (owner) co_return owner->principal.account;
  co_return std::nullopt;
}

Task<Result<bool>> StsIdentities::is_code_right(const Principal& principal, const std::string& serial,
                                                const std::string& code, Timestamp now) {
  std::optional<std::string> user;
  if (principal.kind == PrincipalKind::user) user = principal.id;
  co_return co_await iam_.check_mfa(principal.account, std::move(user), serial, code, now);
}

Task<Result<sts::Ruling>> RoleJudge::judge(const Call& call, sts::Wish wish) {
  const bool is_vouched_for =
      call.principal.kind != PrincipalKind::anonymous && call.principal.kind != PrincipalKind::service;
  if (is_vouched_for && !is_enforced_) co_return sts::Ruling{.is_allowed = true};
  gate::ResourceFact fact = {.arn = wish.role.arn, .account = wish.role.account, .tags = wish.role.tags};
  CO_TRY(fact.policies, trust_of(wish.role));
  CO_TRY(gate::Ruling ruling, co_await authorizer_.ask(call, {.action = std::move(wish.action),
                                                              .resource = wish.role.arn,
                                                              .keys = std::move(wish.keys),
                                                              .fact = std::move(fact),
                                                              .rule = policy::ResourceRule::required}));
  co_return sts::Ruling{.is_allowed = ruling.is_allowed, .message = std::move(ruling.message)};
}

Task<Result<std::string>> IssuerFetcher::get(const std::string& url, const std::vector<std::string>& thumbprints) {
  auto address = address_of(url);
  if (!address) co_return no_document("not a URL: " + url);
  address->origin.thumbprints = thumbprints;
  auto answer = co_await within(timer_, kPatience, fetch(client_, std::move(*address)));
  if (!answer) co_return no_document(url + " does not answer in time");
  if (!*answer && answer->error().kind == &http::errors::untrusted_certificate) {
    co_return fail(error(sts::errors::invalid_identity_token_exception,
                         "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint")
                       .log(answer->error().log_words));
  }
  co_return std::move(*answer);
}

}  // namespace lightwell::app
