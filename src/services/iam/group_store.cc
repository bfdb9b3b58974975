#include "services/iam/group_store.h"

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

Group group_of(const store::Row& row) {
  return {.id = row.string(0),
          .account = row.string(1),
          .name = row.string(2),
          .path = row.string(3),
          .created_at = row.time(4)};
}

User member_of(const store::Row& row) {
  User user{.id = row.string(0),
            .account = row.string(1),
            .name = row.string(2),
            .path = row.string(3),
            .created_at = row.time(4)};
  if (!row.is_null(5)) user.password_last_used_at = row.time(5);
  return user;
}

template <class Outcome>
Result<void> translated(const Outcome& outcome, const Group& group) {
  if (outcome) return {};
  if (outcome.error().kind == &store::errors::unique_violation) return fail(exists_already("Group", group.name));
  return std::unexpected(outcome.error());
}

Result<size_t> count(store::Reader& reader, std::string_view sql, const std::string& of) {
  TRY(const auto found, reader.first(sql, {of}, [](const store::Row& row) { return row.integer(0); }));
  return size_t(found.value_or(0));
}

}  // namespace

Result<std::optional<Group>> find_group(store::Reader& reader, const std::string& account, const std::string& name) {
  return reader.first(
      "SELECT id, account, name, path, created_at FROM iam_groups WHERE account = $1 AND name_lower = $2",
      {account, to_lower(name)}, group_of);
}

Result<Group> require_group(store::Reader& reader, const std::string& account, const std::string& name) {
  TRY(auto group, find_group(reader, account, name));
  if (!group) return fail(no_such("group", "name", name));
  return *std::move(group);
}

Result<void> insert_group(store::Transaction& transaction, const Group& group) {
  return translated(
      transaction.execute("INSERT INTO iam_groups (id, account, name, name_lower, path, created_at) "
                          "VALUES ($1, $2, $3, $4, $5, $6)",
                          {group.id, group.account, group.name, to_lower(group.name), group.path, group.created_at}),
      group);
}

Result<void> rename_group(store::Transaction& transaction, const Group& group) {
  return translated(transaction.execute("UPDATE iam_groups SET name = $2, name_lower = $3, path = $4 WHERE id = $1",
                                        {group.id, group.name, to_lower(group.name), group.path}),
                    group);
}

Result<void> delete_group(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_groups WHERE id = $1", {id}));
  return {};
}

Result<size_t> count_groups(store::Reader& reader, const std::string& account) {
  return count(reader, "SELECT count(*) FROM iam_groups WHERE account = $1", account);
}

Result<std::vector<Group>> list_groups(store::Reader& reader, const std::string& account,
                                       const std::string& path_prefix, const Paging& paging) {
  return reader.all(
      "SELECT id, account, name, path, created_at FROM iam_groups WHERE account = $1 AND name_lower > $2 "
      "AND substr(path, 1, length($3)) = $3 ORDER BY name_lower LIMIT $4",
      {account, paging.after, path_prefix, paging.limit()}, group_of);
}

Result<void> join_group(store::Transaction& transaction, const std::string& user, const std::string& group,
                        Timestamp now) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO iam_memberships (user_id, group_id, joined_at) VALUES ($1, $2, $3) "
                          "ON CONFLICT (user_id, group_id) DO NOTHING",
                          {user, group, now}));
  return {};
}

Result<bool> leave_group(store::Transaction& transaction, const std::string& user, const std::string& group) {
  TRY(const int64_t left,
      transaction.execute("DELETE FROM iam_memberships WHERE user_id = $1 AND group_id = $2", {user, group}));
  return left > 0;
}

Result<size_t> count_groups_of(store::Reader& reader, const std::string& user) {
  return count(reader, "SELECT count(*) FROM iam_memberships WHERE user_id = $1", user);
}

Result<size_t> count_members_of(store::Reader& reader, const std::string& group) {
  return count(reader, "SELECT count(*) FROM iam_memberships WHERE group_id = $1", group);
}

Result<std::vector<Group>> groups_of(store::Reader& reader, const std::string& user, const Paging& paging) {
  return reader.all(
      "SELECT g.id, g.account, g.name, g.path, g.created_at FROM iam_memberships m "
      "JOIN iam_groups g ON g.id = m.group_id WHERE m.user_id = $1 AND g.name_lower > $2 "
      "ORDER BY g.name_lower LIMIT $3",
      {user, paging.after, paging.limit()}, group_of);
}

Result<std::vector<Group>> groups_of(store::Reader& reader, const std::string& user) {
  return reader.all(
      "SELECT g.id, g.account, g.name, g.path, g.created_at FROM iam_memberships m "
      "JOIN iam_groups g ON g.id = m.group_id WHERE m.user_id = $1 ORDER BY g.name_lower",
      {user}, group_of);
}

Result<std::vector<User>> members_of(store::Reader& reader, const std::string& group, const Paging& paging) {
  return reader.all(
      "SELECT u.id, u.account, u.name, u.path, u.created_at, u.password_last_used_at FROM iam_memberships m "
      "JOIN iam_users u ON u.id = m.user_id WHERE m.group_id = $1 AND u.name_lower > $2 "
      "ORDER BY u.name_lower LIMIT $3",
      {group, paging.after, paging.limit()}, member_of);
}

std::string group_page_key(const Group& group) { return to_lower(group.name); }

}  // namespace lightwell::iam
