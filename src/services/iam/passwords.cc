// What the operations on passwords share.

#include "engines/password/passphrase.h"
#include "services/iam/account_store.h"
#include "services/iam/iam.h"
#include "services/iam/login_profile_store.h"

namespace lightwell::iam {
namespace {

// Argon2id of each: as many as PasswordReusePrevention asks for, 24 at most.
Result<std::string> hash_unless_used(const std::string& password, const std::vector<std::string>& past) {
  for (const std::string& before : past) {
    TRY(const auto verdict, engines::verify_passphrase(password, before));
    if (verdict.matches) {
      return fail(errors::password_policy_violation_exception,
                  "Password has been used before. Choose one that you have not used.");
    }
  }
  return engines::hash_passphrase(password);
}

}  // namespace

Task<Result<std::string>> IamService::new_password(std::string account, std::string user_id, std::string password) {
  std::vector<std::string> past;
  std::optional<PasswordPolicy> policy;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(policy, find_password_policy(reader, account));
    if (!policy || !policy->reuse_prevention) return {};
    TRY(past, past_passwords(reader, user_id, *policy->reuse_prevention));
    return {};
  }));
  CO_CHECK(check_password(password, policy));
  auto hashed = co_await hashing_.run([&] { return hash_unless_used(password, past); });
  if (!hashed && hashed.error().kind == &engines::errors::passphrase_refused) {
    co_return fail(errors::password_policy_violation_exception, hashed.error().message);
  }
  if (!hashed) co_return fail(in_amazons_words(std::move(hashed).error()));
  co_return hashed;
}

}  // namespace lightwell::iam
