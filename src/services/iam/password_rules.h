// What an account asks of its users' passwords.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace lightwell::iam {

struct PasswordPolicy {
  int32_t length_min = 6;
  bool needs_symbols = false;
  bool needs_numbers = false;
  bool needs_uppercase = false;
  bool needs_lowercase = false;
  bool users_may_change = false;
  std::optional<int32_t> age_max_days = {};
  std::optional<int32_t> reuse_prevention = {};
  std::optional<bool> is_expiry_hard = {};
};

// Where an account states no policy of its own: 8 characters of three kinds.
Result<void> check_usual_password(std::string_view password);
// PasswordPolicyViolation says what is missing.
Result<void> check_password(std::string_view password, const std::optional<PasswordPolicy>& policy);

// When a password that was last changed then ends; never without an age.
std::optional<Timestamp> expires_at(const std::optional<PasswordPolicy>& policy, Timestamp changed_at);

}  // namespace lightwell::iam
