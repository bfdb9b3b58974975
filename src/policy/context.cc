#include "policy/context.h"

#include <algorithm>

#include "base/text.h"

namespace lightwell::policy {
namespace {

std::string_view principal_type(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::root: return "Account";
    case PrincipalKind::user: return "User";
    case PrincipalKind::assumed_role: return "AssumedRole";
    case PrincipalKind::federated_user: return "FederatedUser";
    case PrincipalKind::service: return "Service";
    case PrincipalKind::anonymous: return "Anonymous";
  }
  return "Anonymous";
}

std::string seconds_text(microseconds span) {
  return std::to_string(std::chrono::duration_cast<seconds>(span).count());
}

void add_tags(Context& context, std::string_view prefix, const std::vector<SessionTag>& tags) {
  for (const SessionTag& tag : tags) context.set(std::string(prefix) + tag.key, tag.value);
}

void add_principal(Context& context, const Principal& principal, const Circumstances& circumstances) {
  context.set("aws:PrincipalType", std::string(principal_type(principal.kind)));
  context.set("aws:PrincipalIsAWSService", principal.kind == PrincipalKind::service ? "true" : "false");
  if (principal.kind == PrincipalKind::anonymous) {
    context.set("aws:userid", "anonymous");
    return;
  }
  if (principal.kind == PrincipalKind::service) {
    context.set("aws:PrincipalServiceName", principal.name);
    return;
  }
  context.set("aws:PrincipalArn", std::string(principal_arn(principal)));
  context.set("aws:PrincipalAccount", principal.account);
  if (!principal.id.empty()) context.set("aws:userid", principal.id);
  if (principal.kind == PrincipalKind::user) context.set("aws:username", principal.name);
  add_tags(context, "aws:PrincipalTag/", circumstances.principal_tags);
}

// What only temporary credentials carry. aws:MultiFactorAuthPresent is absent for long-term keys.
void add_session(Context& context, const Session& session, Timestamp now) {
  context.set("aws:TokenIssueTime", iso8601_seconds(session.issued_at));
  context.set("aws:MultiFactorAuthPresent", session.is_mfa ? "true" : "false");
  if (session.is_mfa) context.set("aws:MultiFactorAuthAge", seconds_text(now - session.issued_at));
  if (!session.source_identity.empty()) context.set("aws:SourceIdentity", session.source_identity);
  if (!session.provider.empty()) context.set("aws:FederatedProvider", session.provider);
  add_tags(context, "aws:PrincipalTag/", session.tags);
  for (const SessionTag& claim : session.claims) context.add(claim.key, claim.value);
}

}  // namespace

Context::Values& Context::at(std::string_view key) {
  std::string lower = to_lower(key);
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.key == lower; });
  if (found != entries_.end()) return found->values;
  return entries_.emplace_back(std::move(lower), Values{}).values;
}

void Context::set(std::string_view key, std::string value) {
  Values& values = at(key);
  values.clear();
  values.push_back(std::move(value));
}

void Context::set(std::string_view key, Values values) { at(key) = std::move(values); }

void Context::add(std::string_view key, std::string value) { at(key).push_back(std::move(value)); }

const Context::Values* Context::find(std::string_view lower_key) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.key == lower_key; });
  return found == entries_.end() ? nullptr : &found->values;
}

std::string_view principal_arn(const Principal& principal) {
  const bool is_role = principal.kind == PrincipalKind::assumed_role;
  if (is_role && principal.session != nullptr && !principal.session->issuer_arn.empty()) {
    return principal.session->issuer_arn;
  }
  return principal.arn;
}

void add_global_keys(Context& context, const Call& call, const Circumstances& circumstances) {
  context.set("aws:CurrentTime", iso8601_seconds(call.now));
  context.set("aws:EpochTime", seconds_text(call.now.time_since_epoch()));
  context.set("aws:SecureTransport", circumstances.is_secure ? "true" : "false");
  context.set("aws:RequestedRegion", call.region);
  context.set("aws:ViaAWSService", circumstances.called_via.empty() ? "false" : "true");
  if (!circumstances.source_ip.empty()) context.set("aws:SourceIp", circumstances.source_ip);
  if (!circumstances.user_agent.empty()) context.set("aws:UserAgent", circumstances.user_agent);
  if (!circumstances.referer.empty()) context.set("aws:Referer", circumstances.referer);
  if (!circumstances.called_via.empty()) context.set("aws:CalledVia", Context::Values{circumstances.called_via});
  if (!circumstances.resource_account.empty()) context.set("aws:ResourceAccount", circumstances.resource_account);

  add_principal(context, call.principal, circumstances);
  if (call.principal.session != nullptr) add_session(context, *call.principal.session, call.now);

  add_tags(context, "aws:ResourceTag/", circumstances.resource_tags);
  add_tags(context, "aws:RequestTag/", circumstances.request_tags);
  for (const SessionTag& tag : circumstances.request_tags) context.add("aws:TagKeys", tag.key);
}

}  // namespace lightwell::policy
