// GetSessionToken gives a user temporary credentials of its own, if asked to with a code of its MFA device.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html

#include "services/sts/session_rules.h"
#include "services/sts/sts.h"

namespace lightwell::sts {

Task<Result<api::sts::GetSessionTokenResponse>> StsService::get_session_token(
    const Call& call, api::sts::GetSessionTokenRequest& request) {
  if (call.principal.session) {
    co_return fail(errors::access_denied, "Cannot call GetSessionToken with session credentials");
  }
  CO_TRY(const bool is_mfa, co_await check_code(call, request.serial_number, request.token_code));

  const bool is_root = call.principal.kind == PrincipalKind::root;
  Session session;
  session.issuer_arn = call.principal.arn;
  session.is_mfa = is_mfa;
  Origin origin = {.id = is_root ? std::string() : call.principal.id, .access_key_id = call.principal.access_key_id};
  Issued issued = issue(call.principal, std::move(session), std::move(origin),
                        own_duration(request.duration_seconds, is_root), call.now, request.minimum_session_token_size);
  co_return api::sts::GetSessionTokenResponse{.credentials = std::move(issued.credentials),
                                              .session_token_utilization = issued.token_percent,
                                              .session_token_size = issued.token_size};
}

}  // namespace lightwell::sts
