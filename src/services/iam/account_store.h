// The rows of what belongs to an account as a whole.

#pragma once

#include <optional>
#include <string>

#include "services/iam/password_rules.h"
#include "store/sql/database.h"

namespace lightwell::iam {

// When the account's root was first asked for: from then on the same.
Result<Timestamp> account_created(store::Transaction& transaction, const std::string& account, Timestamp now);

Result<std::optional<std::string>> find_alias(store::Reader& reader, const std::string& account);
// In place of the one the account has. EntityAlreadyExists where another account has it.
Result<void> set_alias(store::Transaction& transaction, const std::string& account, const std::string& alias);
// Answers whether the account had it.
Result<bool> remove_alias(store::Transaction& transaction, const std::string& account, const std::string& alias);

Result<std::optional<PasswordPolicy>> find_password_policy(store::Reader& reader, const std::string& account);
Result<void> set_password_policy(store::Transaction& transaction, const std::string& account,
                                 const PasswordPolicy& policy);
Result<bool> remove_password_policy(store::Transaction& transaction, const std::string& account);

struct CredentialReport {
  std::string content;
  Timestamp made_at;
};
Result<std::optional<CredentialReport>> find_report(store::Reader& reader, const std::string& account);
Result<void> keep_report(store::Transaction& transaction, const std::string& account, const CredentialReport& report);

}  // namespace lightwell::iam
