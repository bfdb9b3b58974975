#include "services/iam/login_profile_store.h"

#include <fmt/format.h>

#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

Result<void> remember(store::Transaction& transaction, const std::string& user, const std::string& password) {
  TRY(const auto last, transaction.first("SELECT coalesce(max(number), 0) FROM iam_past_passwords WHERE user_id = $1",
                                         {user}, [](const store::Row& row) { return row.integer(0); }));
  const int64_t number = last.value_or(0) + 1;
  REQUIRE_OK(transaction.execute("INSERT INTO iam_past_passwords (user_id, number, password) VALUES ($1, $2, $3)",
                                 {user, number, password}));
  REQUIRE_OK(transaction.execute("DELETE FROM iam_past_passwords WHERE user_id = $1 AND number <= $2",
                                 {user, number - kPastPasswordsMax}));
  return {};
}

}  // namespace

Result<std::optional<LoginProfile>> find_login_profile(store::Reader& reader, const std::string& user) {
  return reader.first(
      "SELECT user_id, password, is_reset_required, created_at, changed_at FROM iam_login_profiles WHERE user_id = $1",
      {user}, [](const store::Row& row) {
        return LoginProfile{row.string(0), row.string(1), row.boolean(2), row.time(3), row.time(4)};
      });
}

Result<LoginProfile> require_login_profile(store::Reader& reader, const User& user) {
  TRY(auto profile, find_login_profile(reader, user.id));
  if (profile) return *std::move(profile);
  return fail(errors::no_such_entity_exception, fmt::format("Login Profile for User {} cannot be found.", user.name));
}

Result<void> insert_login_profile(store::Transaction& transaction, const LoginProfile& profile) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO iam_login_profiles (user_id, password, is_reset_required, created_at, "
      "changed_at) VALUES ($1, $2, $3, $4, $5)",
      {profile.user_id, profile.password, profile.is_reset_required, profile.created_at, profile.changed_at}));
  return remember(transaction, profile.user_id, profile.password);
}

Result<void> change_password(store::Transaction& transaction, const std::string& user, const std::string& password,
                             Timestamp now) {
  TRY(const int64_t count,
      transaction.execute("UPDATE iam_login_profiles SET password = $2, changed_at = $3 WHERE user_id = $1",
                          {user, password, now}));
  if (count == 0) return fail(errors::no_such_entity_exception);  // it went meanwhile
  return remember(transaction, user, password);
}

Result<void> set_reset_required(store::Transaction& transaction, const std::string& user, bool is_required) {
  REQUIRE_OK(transaction.execute("UPDATE iam_login_profiles SET is_reset_required = $2 WHERE user_id = $1",
                                 {user, is_required}));
  return {};
}

Result<void> delete_login_profile(store::Transaction& transaction, const std::string& user) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_login_profiles WHERE user_id = $1", {user}));
  return {};
}

Result<std::vector<std::string>> past_passwords(store::Reader& reader, const std::string& user, int64_t max) {
  return reader.all("SELECT password FROM iam_past_passwords WHERE user_id = $1 ORDER BY number DESC LIMIT $2",
                    {user, max}, [](const store::Row& row) { return row.string(0); });
}

Error profile_exists(const std::string& user_name) {
  return error(errors::entity_already_exists_exception,
               fmt::format("Login Profile for user {} already exists.", user_name));
}

api::iam::LoginProfile shown(const LoginProfile& profile, const std::string& user_name) {
  api::iam::LoginProfile out;
  out.user_name = user_name;
  out.create_date = profile.created_at;
  out.password_reset_required = profile.is_reset_required;
  return out;
}

}  // namespace lightwell::iam
