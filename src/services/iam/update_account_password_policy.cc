// UpdateAccountPasswordPolicy states what the account asks of passwords. What is not said falls back to its usual
// value. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html

#include "services/iam/account_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateAccountPasswordPolicyOutput>> IamService::update_account_password_policy(
    const Call& call, api::iam::UpdateAccountPasswordPolicyRequest& request) {
  const PasswordPolicy policy{.length_min = request.minimum_password_length.value_or(6),
                              .needs_symbols = request.require_symbols.value_or(false),
                              .needs_numbers = request.require_numbers.value_or(false),
                              .needs_uppercase = request.require_uppercase_characters.value_or(false),
                              .needs_lowercase = request.require_lowercase_characters.value_or(false),
                              .users_may_change = request.allow_users_to_change_password.value_or(false),
                              .age_max_days = request.max_password_age,
                              .reuse_prevention = request.password_reuse_prevention,
                              .is_expiry_hard = request.hard_expiry};
  CO_CHECK(co_await write(
      [&](store::Transaction& transaction) { return set_password_policy(transaction, call.account, policy); }));
  co_return api::iam::UpdateAccountPasswordPolicyOutput{};
}

}  // namespace lightwell::iam
