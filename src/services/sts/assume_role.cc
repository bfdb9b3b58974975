// AssumeRole gives credentials of a role to whom its trust policy lets in.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html

#include "services/sts/session_rules.h"
#include "services/sts/sts.h"

namespace lightwell::sts {
namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;

Keys keys_of(const api::sts::AssumeRoleRequest& request, bool is_code_right) {
  Keys keys = {{"sts:RoleSessionName", request.role_session_name}};
  if (request.external_id) keys.emplace_back("sts:ExternalId", *request.external_id);
  if (is_code_right) {
    keys.emplace_back("aws:MultiFactorAuthPresent", "true");
    keys.emplace_back("aws:MultiFactorAuthAge", "0");
  }
  return keys;
}

}  // namespace

Task<Result<api::sts::AssumeRoleResponse>> StsService::assume_role(const Call& call,
                                                                   api::sts::AssumeRoleRequest& request) {
  const Principal& caller = call.principal;
  if (request.provided_contexts && !request.provided_contexts->empty()) {
    co_return fail(errors::not_implemented, "ProvidedContexts of AssumeRole is not implemented.");
  }
  if (caller.kind == PrincipalKind::root && !options_.may_root_assume_roles) {
    co_return fail(errors::access_denied, "Roles may not be assumed by root accounts.");
  }
  if (caller.kind == PrincipalKind::federated_user) {
    co_return fail(not_authorized(call, "sts:AssumeRole", request.role_arn));
  }
  CO_TRY(const bool is_code_right, co_await check_code(call, request.serial_number, request.token_code));

  Session session;
  session.name = request.role_session_name;
  session.is_mfa = is_code_right;
  session.is_chained = caller.kind == PrincipalKind::assumed_role;
  const Session* callers = session.is_chained ? caller.session.get() : nullptr;
  session.tags = session_tags(request.tags);
  session.transitive_tags = request.transitive_tag_keys.value_or(std::vector<std::string>{});
  CO_CHECK(check_tags(session.tags));
  CO_CHECK(check_transitive(session.transitive_tags, session.tags));
  const bool passes_tags = !session.tags.empty();
  if (callers != nullptr) CO_CHECK(inherit_tags(session, *callers));
  CO_TRY(session.source_identity, checked_source_identity(request.source_identity, callers));

  CO_TRY(Role role, co_await find_role(call, request.role_arn));
  CO_CHECK(co_await demand(call, "sts:AssumeRole", role, session, keys_of(request, is_code_right), passes_tags));
  CO_TRY(const seconds duration, role_duration(request.duration_seconds, role.max_session_seconds, session.is_chained));
  CO_TRY(auto arns, checked_arns(request.policy_arns));
  CO_CHECK(co_await add_policies(session, role.account, request.policy, std::move(arns)));
  CO_TRY(const auto percent, checked_size(session));

  api::sts::AssumeRoleResponse answer;
  answer.assumed_role_user = api::sts::AssumedRoleUser{.assumed_role_id = role.id + ":" + session.name,
                                                       .arn = session_arn(role.account, role.name, session.name)};
  answer.packed_policy_size = percent;
  if (!session.source_identity.empty()) answer.source_identity = session.source_identity;
  Issued issued = issue({.role = std::move(role), .session = std::move(session), .duration = duration}, call.now,
                        request.minimum_session_token_size);
  answer.credentials = std::move(issued.credentials);
  answer.session_token_utilization = issued.token_percent;
  answer.session_token_size = issued.token_size;
  co_return answer;
}

}  // namespace lightwell::sts
