// AssumeRoleWithWebIdentity gives credentials of a role for a token that an OpenID Connect provider signed. Nobody
// signs the call itself: the token says who asks, the role's trust policy whether they may.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html

#include "services/sts/session_rules.h"
#include "services/sts/sts.h"

namespace lightwell::sts {
namespace {

// Who asks: somebody of the provider's, whom no account vouches for.
Call asked_by(const Call& call, const WebIdentity& identity, const Session& session) {
  Session asking;
  asking.issued_at = call.now;
  asking.provider = session.provider;
  asking.claims = identity.keys;
  Call out = call;
  out.principal = {.account = {}, .arn = identity.provider_arn, .access_key_id = {}, .kind = PrincipalKind::anonymous};
  out.principal.session = std::make_shared<const Session>(std::move(asking));
  return out;
}

Error not_trusted() { return error(errors::access_denied, "Not authorized to perform sts:AssumeRoleWithWebIdentity"); }

}  // namespace

Task<Result<api::sts::AssumeRoleWithWebIdentityResponse>> StsService::assume_role_with_web_identity(
    const Call& call, api::sts::AssumeRoleWithWebIdentityRequest& request) {
  if (request.provider_id) {
    co_return fail(errors::not_implemented, "OAuth 2.0 access tokens (ProviderId) are not implemented.");
  }
  CO_TRY(const RoleName wanted, parse_role_arn(request.role_arn));
  const auto token = parse_jwt(request.web_identity_token);
  if (!token) co_return fail(errors::invalid_identity_token_exception);
  CO_TRY(const WebIdentity identity, co_await believe(*token, wanted.account, call.now));

  Session session;
  session.name = request.role_session_name;
  session.provider = identity.provider_arn;
  session.claims = identity.keys;
  session.tags = token->tags;
  session.transitive_tags = token->transitive_tags;
  session.source_identity = token->source_identity;
  CO_TRY(auto role, co_await identities_.role(wanted.account, wanted.name));
  const bool is_there = role && role->arn == request.role_arn;
  // Asked about all the same, so that `lightwell why` knows of it: a role that trusts nobody.
  if (!is_there) role = Role{.account = wanted.account, .name = wanted.name, .arn = request.role_arn};
  const auto trusted = co_await demand(asked_by(call, identity, session), "sts:AssumeRoleWithWebIdentity", *role,
                                       session, {{"sts:RoleSessionName", session.name}}, !session.tags.empty());
  if (!trusted) {
    if (trusted.error().kind != &errors::access_denied) co_return std::unexpected(trusted.error());
    co_return fail(not_trusted());
  }
  if (!is_there) co_return fail(not_trusted().log("there is no role " + request.role_arn));

  CO_TRY(const seconds duration, role_duration(request.duration_seconds, role->max_session_seconds, false));
  CO_TRY(auto arns, checked_arns(request.policy_arns));
  CO_CHECK(co_await add_policies(session, role->account, request.policy, std::move(arns)));
  CO_TRY(const auto percent, checked_size(session));

  api::sts::AssumeRoleWithWebIdentityResponse answer;
  answer.subject_from_web_identity_token = token->subject;
  answer.provider = token->issuer;
  answer.audience = identity.audience;
  answer.packed_policy_size = percent;
  answer.assumed_role_user = api::sts::AssumedRoleUser{.assumed_role_id = role->id + ":" + session.name,
                                                       .arn = session_arn(role->account, role->name, session.name)};
  if (!session.source_identity.empty()) answer.source_identity = session.source_identity;
  Issued issued = issue({.role = std::move(*role), .session = std::move(session), .duration = duration}, call.now,
                        request.minimum_session_token_size);
  answer.credentials = std::move(issued.credentials);
  answer.session_token_utilization = issued.token_percent;
  answer.session_token_size = issued.token_size;
  co_return answer;
}

}  // namespace lightwell::sts
