#include "services/sts/sts.h"

#include <algorithm>

#include "base/access_key_id.h"
#include "services/sts/authorization_message.h"
#include "services/sts/packed_session.h"
#include "services/sts/session_rules.h"

namespace lightwell::sts {

StsService::StsService(store::Database& database, const Seal& seal, Identities& identities, Judge& judge,
                       Fetcher& fetcher, Ids& ids, Options options)
    : keys_(database, seal, ids),
      identities_(identities),
      judge_(judge),
      issuers_(fetcher),
      ids_(ids),
      options_(options) {}

Error not_authorized(const Call& call, std::string_view action, std::string_view resource) {
  return error(errors::access_denied, fmt::format("User: {} is not authorized to perform: {} on resource: {}",
                                                  call.principal.arn, action, resource));
}

std::string StsService::encode_message(std::string_view account, std::string_view message) const {
  return seal_message(keys_, account, message);
}

Task<Result<std::optional<Grant>>> StsService::find(std::string access_key_id, std::string session_token) {
  auto grant = open_token(keys_, access_key_id, session_token);
  if (!grant) co_return std::nullopt;
  CO_TRY(const bool is_there, co_await identities_.exists(grant->principal.account, grant->origin));
  if (!is_there) co_return std::nullopt;
  co_return grant;
}

StsService::Issued StsService::issue(Principal principal, Session session, Origin origin, seconds duration,
                                     Timestamp now, std::optional<int32_t> token_min) {
  session.issued_at = std::chrono::floor<seconds>(now);  // what aws:TokenIssueTime tells
  session.expires_at = session.issued_at + duration;
  Grant grant = {.access_key_id = make_access_key_id("ASIA", principal.account, ids_),
                 .secret = make_secret_key(ids_),
                 .principal = std::move(principal),
                 .origin = std::move(origin)};
  grant.principal.access_key_id = grant.access_key_id;
  const Timestamp expires_at = session.expires_at;
  grant.principal.session = std::make_shared<const Session>(std::move(session));
  std::string token = make_token(keys_, grant, size_t(std::max(0, token_min.value_or(0))));
  Issued issued;
  issued.token_size = int32_t(token.size());
  issued.token_percent = int32_t((token.size() * 100 + kTokenWhole - 1) / kTokenWhole);
  issued.credentials = {.access_key_id = std::move(grant.access_key_id),
                        .secret_access_key = std::move(grant.secret),
                        .session_token = std::move(token),
                        .expiration = expires_at};
  return issued;
}

StsService::Issued StsService::issue(RoleSession wanted, Timestamp now, std::optional<int32_t> token_min) {
  Role& role = wanted.role;
  wanted.session.issuer_arn = role.arn;
  Principal principal = {.account = role.account,
                         .arn = session_arn(role.account, role.name, wanted.session.name),
                         .access_key_id = {},
                         .kind = PrincipalKind::assumed_role,
                         .id = role.id + ":" + wanted.session.name,
                         .name = role.name};
  return issue(std::move(principal), std::move(wanted.session), {.id = role.id}, wanted.duration, now, token_min);
}

bool StsService::is_administrator(const Call& call) const {
  return options_.may_root_assume_roles && call.principal.kind == PrincipalKind::root;
}

Task<Result<Role>> StsService::find_role(const Call& call, const std::string& arn) {
  CO_TRY(const RoleName name, parse_role_arn(arn));
  CO_TRY(auto role, co_await identities_.role(name.account, name.name));
  if (role && role->arn == arn) co_return std::move(*role);
  // The caller reads what they would of a role that trusts nobody, and so does `lightwell why`: the log says the rest.
  const Role closed{.account = name.account, .name = name.name, .arn = arn};
  CO_TRY(Ruling ruling, co_await judge_.judge(call, {.action = "sts:AssumeRole", .role = closed}));
  Error refusal = ruling.message.empty() ? not_authorized(call, "sts:AssumeRole", arn)
                                         : error(errors::access_denied, std::move(ruling.message));
  co_return fail(std::move(refusal).log("there is no role " + arn));
}

Task<Result<bool>> StsService::check_code(const Call& call, const std::optional<std::string>& serial,
                                          const std::optional<std::string>& code) {
  if (!serial && !code) co_return false;
  if (!serial || !code) {
    co_return fail(errors::access_denied,
                   "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.");
  }
  // A session has no device: its user had one when it began.
  const bool is_user = call.principal.kind == PrincipalKind::user || call.principal.kind == PrincipalKind::root;
  if (is_user && !call.principal.session) {
    CO_TRY(const bool is_right, co_await identities_.is_code_right(call.principal, *serial, *code, call.now));
    if (is_right) co_return true;
  }
  co_return fail(errors::access_denied, "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
}

Task<Result<void>> StsService::add_policies(Session& session, const std::string& account,
                                            const std::optional<std::string>& policy, std::vector<std::string> arns) {
  CO_CHECK(check_policy(policy));
  for (const std::string& arn : arns) {
    CO_TRY(const bool is_there, co_await identities_.has_policy(account, arn));
    if (is_there) continue;
    co_return fail(errors::malformed_policy_document_exception,
                   fmt::format("Policy {} does not exist or is not attachable.", arn));
  }
  if (policy) session.policies.push_back(*policy);
  session.policy_arns = std::move(arns);
  co_return Result<void>{};
}

Task<Result<void>> StsService::demand(const Call& call, std::string action, const Role& role, const Session& session,
                                      Keys keys, bool passes_tags) {
  if (is_administrator(call)) co_return Result<void>{};
  for (const SessionTag& tag : role.tags) keys.emplace_back("iam:ResourceTag/" + tag.key, tag.value);
  if (!session.source_identity.empty()) keys.emplace_back("sts:SourceIdentity", session.source_identity);
  if (passes_tags) {
    for (const SessionTag& tag : session.tags) {
      keys.emplace_back("aws:RequestTag/" + tag.key, tag.value);
      keys.emplace_back("aws:TagKeys", tag.key);
    }
    for (const std::string& key : session.transitive_tags) keys.emplace_back("sts:TransitiveTagKeys", key);
  }
  std::vector<std::string> actions = {std::move(action)};
  if (passes_tags) actions.emplace_back("sts:TagSession");
  if (!session.source_identity.empty()) actions.emplace_back("sts:SetSourceIdentity");
  for (std::string& one : actions) {
    CO_TRY(Ruling ruling, co_await judge_.judge(call, {.action = one, .role = role, .keys = keys}));
    if (ruling.is_allowed) continue;
    co_return fail(ruling.message.empty() ? not_authorized(call, one, role.arn)
                                          : error(errors::access_denied, std::move(ruling.message)));
  }
  co_return Result<void>{};
}

}  // namespace lightwell::sts
