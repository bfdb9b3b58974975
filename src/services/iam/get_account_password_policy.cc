// GetAccountPasswordPolicy tells what the account asks of passwords.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html

#include "services/iam/account_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::GetAccountPasswordPolicyResponse>> IamService::get_account_password_policy(
    const Call& call, api::iam::GetAccountPasswordPolicyRequest& request) {
  (void)request;
  CO_TRY(const auto policy,
         co_await read([&](store::Reader& reader) { return find_password_policy(reader, call.account); }));
  if (!policy) co_return fail(no_such("Password Policy", "domain name", call.account));
  api::iam::GetAccountPasswordPolicyResponse response;
  auto& out = response.password_policy.emplace();
  out.minimum_password_length = policy->length_min;
  out.require_symbols = policy->needs_symbols;
  out.require_numbers = policy->needs_numbers;
  out.require_uppercase_characters = policy->needs_uppercase;
  out.require_lowercase_characters = policy->needs_lowercase;
  out.allow_users_to_change_password = policy->users_may_change;
  out.expire_passwords = policy->age_max_days.has_value();
  out.max_password_age = policy->age_max_days;
  out.password_reuse_prevention = policy->reuse_prevention;
  out.hard_expiry = policy->is_expiry_hard;
  co_return response;
}

}  // namespace lightwell::iam
