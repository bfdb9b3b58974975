// Whether a request may be answered, and what its caller may be told.

#include "gate/denial.h"
#include "gate/errors.h"
#include "gate/gate.h"
#include "gate/visit.h"

namespace lightwell::gate {
namespace {

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html: "You cannot call any IAM API operations
// unless MFA authentication information is included in the request"; a federated user may not at all.
bool is_kept_from_iam(const Principal& principal) {
  if (!principal.session || principal.kind == PrincipalKind::assumed_role) return false;
  return principal.kind == PrincipalKind::federated_user || !principal.session->is_mfa;
}

}  // namespace

bool Gate::lets_anonymous_in(const Visit& visit, const wire::Operation& operation) const {
  return visit.entry->is_s3 || operation.is_unsigned;  // a bucket's policy may allow what nobody signed
}

void Gate::begin_call(Visit& visit, const wire::Operation& operation) const {
  const Principal& principal = visit.caller.key.principal;
  visit.call = {.principal = principal,
                .account = visit.caller.is_anonymous ? options_.auth.default_account : principal.account,
                .region = visit.caller.region,
                .request_id = visit.request_id,
                .trace_header = visit.trace,
                .now = visit.now};
  visit.occasion.emplace(Occasion{.call = visit.call,
                                  .service = visit.entry->service.model->signing_name,
                                  .operation = operation.name,
                                  .circumstances = circumstances_of(visit.request),
                                  .is_enforced = options_.auth.mode == AuthMode::enforce});
  if (visit.entry->is_s3) {
    visit.occasion->keys = s3_keys(visit.request, visit.headers, visit.caller, operation.name, visit.now);
  }
}

Task<Result<void>> Gate::authorize(Visit& visit, const wire::Operation& operation, const void* input) const {
  const wire::ServiceModel& model = *visit.answers_as;
  if (model.signing_name == "iam" && is_kept_from_iam(visit.call.principal)) {
    co_return fail(errors::invalid_client_token_id);
  }
  std::string account;
  for (Intent& intent : intents_of(operation, input, visit.call)) {
    CO_TRY(Ruling ruling, co_await authorizer_.decide(*visit.occasion, std::move(intent)));
    if (!ruling.is_allowed) co_return fail(denial(model, ruling));
    if (account.empty()) account = std::move(ruling.account);
  }
  // From here on the call is about the resources of whoever owns the first one named.
  if (!account.empty()) visit.call.account = std::move(account);
  co_return Result<void>{};
}

Task<Error> Gate::failure_to_tell(Visit& visit, const wire::Operation& operation, const void* input,
                                  Error failure) const {
  for (Intent& intent : intents_after(operation, input, visit.call, failure.kind->code)) {
    auto ruling = co_await authorizer_.decide(*visit.occasion, std::move(intent));
    if (!ruling) co_return std::move(ruling).error();
    if (!ruling->is_allowed) co_return denial(*visit.answers_as, *ruling);
  }
  co_return failure;
}

}  // namespace lightwell::gate
