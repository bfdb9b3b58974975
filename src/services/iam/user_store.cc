#include "services/iam/user_store.h"

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

User user_of(const store::Row& row) {
  User user{.id = row.string(0),
            .account = row.string(1),
            .name = row.string(2),
            .path = row.string(3),
            .created_at = row.time(4),
            .permissions_boundary = row.optional_string(5)};
  if (!row.is_null(6)) user.password_last_used_at = row.time(6);
  return user;
}

#define USER_COLUMNS "id, account, name, path, created_at, permissions_boundary, password_last_used_at"

template <class Outcome>
Result<void> translated(const Outcome& outcome, const User& user) {
  if (outcome) return {};
  if (outcome.error().kind == &store::errors::unique_violation) return fail(exists_already("User", user.name));
  return std::unexpected(outcome.error());
}

}  // namespace

Result<std::optional<User>> find_user(store::Reader& reader, const std::string& account, const std::string& name) {
  return reader.first("SELECT " USER_COLUMNS " FROM iam_users WHERE account = $1 AND name_lower = $2",
                      {account, to_lower(name)}, user_of);
}

Result<std::optional<User>> find_user_by_id(store::Reader& reader, const std::string& id) {
  return reader.first("SELECT " USER_COLUMNS " FROM iam_users WHERE id = $1", {id}, user_of);
}

Result<User> require_user(store::Reader& reader, const std::string& account, const std::string& name) {
  TRY(auto user, find_user(reader, account, name));
  if (!user) return fail(no_such("user", "name", name));
  return *std::move(user);
}

Result<void> insert_user(store::Transaction& transaction, const User& user) {
  return translated(transaction.execute(
                        "INSERT INTO iam_users (id, account, name, name_lower, path, permissions_boundary, created_at) "
                        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        {user.id, user.account, user.name, to_lower(user.name), user.path, user.permissions_boundary,
                         user.created_at}),
                    user);
}

Result<void> rename_user(store::Transaction& transaction, const User& user) {
  return translated(transaction.execute("UPDATE iam_users SET name = $2, name_lower = $3, path = $4 WHERE id = $1",
                                        {user.id, user.name, to_lower(user.name), user.path}),
                    user);
}

Result<void> delete_user(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_past_passwords WHERE user_id = $1", {id}));
  REQUIRE_OK(transaction.execute("DELETE FROM iam_users WHERE id = $1", {id}));
  return {};
}

Result<size_t> count_users(store::Reader& reader, const std::string& account) {
  TRY(const auto count, reader.first("SELECT count(*) FROM iam_users WHERE account = $1", {account},
                                     [](const store::Row& row) { return row.integer(0); }));
  return size_t(count.value_or(0));
}

Result<std::vector<User>> list_users(store::Reader& reader, const std::string& account, const std::string& path_prefix,
                                     const Paging& paging) {
  return reader.all("SELECT " USER_COLUMNS
                    " FROM iam_users WHERE account = $1 AND name_lower > $2 "
                    "AND substr(path, 1, length($3)) = $3 ORDER BY name_lower LIMIT $4",
                    {account, paging.after, path_prefix, paging.limit()}, user_of);
}

std::string user_page_key(const User& user) { return to_lower(user.name); }

}  // namespace lightwell::iam
