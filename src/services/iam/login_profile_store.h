// The rows of login profiles: passwords of users, as Argon2id hashes.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

inline constexpr int64_t kPastPasswordsMax = 24;  // as far as PasswordReusePrevention may look back

struct LoginProfile {
  std::string user_id;
  std::string password;  // $argon2id$...
  bool is_reset_required = false;
  Timestamp created_at = {};
  Timestamp changed_at = {};
};

Result<std::optional<LoginProfile>> find_login_profile(store::Reader& reader, const std::string& user);
// NoSuchEntity.
Result<LoginProfile> require_login_profile(store::Reader& reader, const User& user);
// store::errors::unique_violation where there is one.
Result<void> insert_login_profile(store::Transaction& transaction, const LoginProfile& profile);
// NoSuchEntity.
Result<void> change_password(store::Transaction& transaction, const std::string& user, const std::string& password,
                             Timestamp now);
Result<void> set_reset_required(store::Transaction& transaction, const std::string& user, bool is_required);
Result<void> delete_login_profile(store::Transaction& transaction, const std::string& user);
// The latest first, the one in use among them.
Result<std::vector<std::string>> past_passwords(store::Reader& reader, const std::string& user, int64_t max);

// "Login Profile for user bob already exists."
Error profile_exists(const std::string& user_name);
api::iam::LoginProfile shown(const LoginProfile& profile, const std::string& user_name);

}  // namespace lightwell::iam
