// Whom a request means that names no user: the caller.

#pragma once

#include <optional>
#include <string>

#include "base/call.h"
#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

// Whose credentials are meant: a user's, or those of the account's root.
struct Subject {
  std::optional<User> user;  // none: root

  std::optional<std::string> user_id() const { return user ? std::optional(user->id) : std::nullopt; }
};

// The user that is named; without a name the caller. Errors: NoSuchEntity; ValidationError where the caller is neither
// a user nor root.
Result<Subject> subject_of(store::Reader& reader, const Call& call, const std::optional<std::string>& user_name);
// The same where only a user will do. ValidationError for root too.
Result<User> user_meant(store::Reader& reader, const Call& call, const std::optional<std::string>& user_name);

}  // namespace lightwell::iam
