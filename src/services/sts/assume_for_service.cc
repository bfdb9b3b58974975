// A service of AWS's takes a role that trusts it: EC2, for the instance that asks its metadata service.

#include "services/sts/session_rules.h"
#include "services/sts/sts.h"

namespace lightwell::sts {

Task<Result<api::sts::Credentials>> StsService::assume_for_service(ServiceSession wanted, Timestamp now) {
  Call call;
  call.principal.kind = PrincipalKind::service;
  call.principal.arn = call.principal.name = wanted.service;
  call.account = wanted.account;
  call.now = now;
  CO_TRY(auto role, co_await identities_.role(wanted.account, wanted.role));
  if (!role) {
    co_return fail(not_authorized(call, "sts:AssumeRole", "arn:aws:iam::" + wanted.account + ":role/" + wanted.role));
  }
  Session session;
  session.name = wanted.name;
  CO_CHECK(co_await demand(call, "sts:AssumeRole", *role, session, {{"sts:RoleSessionName", wanted.name}}, false));
  co_return issue({.role = std::move(*role), .session = std::move(session), .duration = wanted.duration}, now)
      .credentials;
}

}  // namespace lightwell::sts
