#include "services/iam/password_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

constexpr std::string_view kSymbols = "!@#$%^&*()_+-=[]{}|'";
constexpr size_t kUsualLength = 8;
constexpr int kUsualKinds = 3;

struct Kinds {
  bool uppercase = false, lowercase = false, numbers = false, symbols = false;
  int count() const { return int(uppercase) + int(lowercase) + int(numbers) + int(symbols); }
};

Kinds kinds_of(std::string_view password) {
  Kinds kinds;
  for (const char c : password) {
    kinds.uppercase |= c >= 'A' && c <= 'Z';
    kinds.lowercase |= c >= 'a' && c <= 'z';
    kinds.numbers |= c >= '0' && c <= '9';
    kinds.symbols |= kSymbols.find(c) != kSymbols.npos;
  }
  return kinds;
}

Error refused(std::string words) { return error(errors::password_policy_violation_exception, std::move(words)); }

}  // namespace

Result<void> check_usual_password(std::string_view password) {
  if (code_points(password) < kUsualLength) {
    return fail(refused(fmt::format("Password should have a minimum length of {}", kUsualLength)));
  }
  if (kinds_of(password).count() < kUsualKinds) {
    return fail(refused(
        "Password should have at least three of the following: uppercase letters, lowercase letters, numbers, and the "
        "symbols ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"));
  }
  return {};
}

Result<void> check_password(std::string_view password, const std::optional<PasswordPolicy>& policy) {
  if (!policy) return check_usual_password(password);
  const Kinds kinds = kinds_of(password);
  if (code_points(password) < size_t(policy->length_min)) {
    return fail(refused(fmt::format("Password should have a minimum length of {}", policy->length_min)));
  }
  if (policy->needs_uppercase && !kinds.uppercase) {
    return fail(refused("Password should have at least one uppercase letter"));
  }
  if (policy->needs_lowercase && !kinds.lowercase) {
    return fail(refused("Password should have at least one lowercase letter"));
  }
  if (policy->needs_numbers && !kinds.numbers) return fail(refused("Password should have at least one number"));
  if (policy->needs_symbols && !kinds.symbols) {
    return fail(
        refused("Password should have at least one of the following symbols: ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"));
  }
  return {};
}

std::optional<Timestamp> expires_at(const std::optional<PasswordPolicy>& policy, Timestamp changed_at) {
  if (!policy || !policy->age_max_days) return std::nullopt;
  return changed_at + std::chrono::days(*policy->age_max_days);
}

}  // namespace lightwell::iam
