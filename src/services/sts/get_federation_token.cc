// GetFederationToken gives credentials to somebody IAM does not know, in the name of the user who asks: what they may
// is what the user may and the passed policies allow.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html

#include "services/sts/session_rules.h"
#include "services/sts/sts.h"

namespace lightwell::sts {

Task<Result<api::sts::GetFederationTokenResponse>> StsService::get_federation_token(
    const Call& call, api::sts::GetFederationTokenRequest& request) {
  const Principal& caller = call.principal;
  if (caller.session) {
    co_return fail(errors::access_denied, "Cannot call GetFederationToken with session credentials");
  }
  const bool is_root = caller.kind == PrincipalKind::root;
  Session session;
  session.name = request.name;
  session.issuer_arn = caller.arn;
  session.tags = session_tags(request.tags);
  CO_CHECK(check_tags(session.tags));
  CO_TRY(auto arns, checked_arns(request.policy_arns));
  CO_CHECK(co_await add_policies(session, caller.account, request.policy, std::move(arns)));
  CO_TRY(const auto percent, checked_size(session));

  Principal federated = {.account = caller.account,
                         .arn = fmt::format("arn:aws:sts::{}:federated-user/{}", caller.account, request.name),
                         .access_key_id = {},
                         .kind = PrincipalKind::federated_user,
                         .id = caller.account + ":" + request.name,
                         .name = request.name};
  api::sts::FederatedUser user = {.federated_user_id = federated.id, .arn = federated.arn};
  Origin origin = {.id = is_root ? std::string() : caller.id, .access_key_id = caller.access_key_id};
  Issued issued = issue(std::move(federated), std::move(session), std::move(origin),
                        own_duration(request.duration_seconds, is_root), call.now, request.minimum_session_token_size);
  co_return api::sts::GetFederationTokenResponse{.credentials = std::move(issued.credentials),
                                                 .federated_user = std::move(user),
                                                 .packed_policy_size = percent,
                                                 .session_token_utilization = issued.token_percent,
                                                 .session_token_size = issued.token_size};
}

}  // namespace lightwell::sts
