// The rows of users.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/listing_rules.h"
#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

Result<std::optional<User>> find_user(store::Reader& reader, const std::string& account, const std::string& name);
Result<std::optional<User>> find_user_by_id(store::Reader& reader, const std::string& id);
// NoSuchEntity.
Result<User> require_user(store::Reader& reader, const std::string& account, const std::string& name);
// EntityAlreadyExists.
Result<void> insert_user(store::Transaction& transaction, const User& user);
// Gives the user of `user.id` its name and path. EntityAlreadyExists.
Result<void> rename_user(store::Transaction& transaction, const User& user);
Result<void> delete_user(store::Transaction& transaction, const std::string& id);
Result<size_t> count_users(store::Reader& reader, const std::string& account);
// Whose path begins with `path_prefix`, by name.
Result<std::vector<User>> list_users(store::Reader& reader, const std::string& account, const std::string& path_prefix,
                                     const Paging& paging);
// What Paging::after is compared with.
std::string user_page_key(const User& user);

}  // namespace lightwell::iam
