#include "services/iam/account_store.h"

#include <fmt/format.h>

#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

std::optional<int32_t> small(const std::optional<int64_t>& value) {
  return value ? std::optional(int32_t(*value)) : std::nullopt;
}

PasswordPolicy policy_of(const store::Row& row) {
  PasswordPolicy policy{.length_min = int32_t(row.integer(0)),
                        .needs_symbols = row.boolean(1),
                        .needs_numbers = row.boolean(2),
                        .needs_uppercase = row.boolean(3),
                        .needs_lowercase = row.boolean(4),
                        .users_may_change = row.boolean(5),
                        .age_max_days = small(row.optional_integer(6)),
                        .reuse_prevention = small(row.optional_integer(7))};
  if (!row.is_null(8)) policy.is_expiry_hard = row.boolean(8);
  return policy;
}

}  // namespace

Result<Timestamp> account_created(store::Transaction& transaction, const std::string& account, Timestamp now) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO iam_accounts (account, created_at) VALUES ($1, $2) "
                          "ON CONFLICT (account) DO NOTHING",
                          {account, now}));
  TRY(const auto found, transaction.first("SELECT created_at FROM iam_accounts WHERE account = $1", {account},
                                          [](const store::Row& row) { return row.time(0); }));
  return found.value_or(now);
}

Result<std::optional<std::string>> find_alias(store::Reader& reader, const std::string& account) {
  return reader.first("SELECT alias FROM iam_account_aliases WHERE account = $1", {account},
                      [](const store::Row& row) { return row.string(0); });
}

Result<void> set_alias(store::Transaction& transaction, const std::string& account, const std::string& alias) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_account_aliases WHERE account = $1", {account}));
  const auto set =
      transaction.execute("INSERT INTO iam_account_aliases (alias, account) VALUES ($1, $2)", {alias, account});
  if (set) return {};
  if (set.error().kind != &store::errors::unique_violation) return std::unexpected(set.error());
  return fail(errors::entity_already_exists_exception, fmt::format("The account alias {} already exists.", alias));
}

Result<bool> remove_alias(store::Transaction& transaction, const std::string& account, const std::string& alias) {
  TRY(const int64_t removed,
      transaction.execute("DELETE FROM iam_account_aliases WHERE account = $1 AND alias = $2", {account, alias}));
  return removed > 0;
}

Result<std::optional<PasswordPolicy>> find_password_policy(store::Reader& reader, const std::string& account) {
  return reader.first(
      "SELECT length_min, needs_symbols, needs_numbers, needs_uppercase, needs_lowercase, users_may_change, "
      "age_max_days, reuse_prevention, is_expiry_hard FROM iam_password_policies WHERE account = $1",
      {account}, policy_of);
}

Result<void> set_password_policy(store::Transaction& transaction, const std::string& account,
                                 const PasswordPolicy& policy) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_password_policies WHERE account = $1", {account}));
  REQUIRE_OK(
      transaction.execute("INSERT INTO iam_password_policies (account, length_min, needs_symbols, needs_numbers, "
                          "needs_uppercase, needs_lowercase, users_may_change, age_max_days, reuse_prevention, "
                          "is_expiry_hard) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                          {account, policy.length_min, policy.needs_symbols, policy.needs_numbers,
                           policy.needs_uppercase, policy.needs_lowercase, policy.users_may_change, policy.age_max_days,
                           policy.reuse_prevention, policy.is_expiry_hard}));
  return {};
}

Result<bool> remove_password_policy(store::Transaction& transaction, const std::string& account) {
  TRY(const int64_t removed, transaction.execute("DELETE FROM iam_password_policies WHERE account = $1", {account}));
  return removed > 0;
}

Result<std::optional<CredentialReport>> find_report(store::Reader& reader, const std::string& account) {
  return reader.first("SELECT content, made_at FROM iam_credential_reports WHERE account = $1", {account},
                      [](const store::Row& row) { return CredentialReport{row.string(0), row.time(1)}; });
}

Result<void> keep_report(store::Transaction& transaction, const std::string& account, const CredentialReport& report) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO iam_credential_reports (account, content, made_at) VALUES ($1, $2, $3) "
                          "ON CONFLICT (account) DO UPDATE SET content = excluded.content, made_at = excluded.made_at",
                          {account, report.content, report.made_at}));
  return {};
}

}  // namespace lightwell::iam
