#include "services/iam/role_store.h"

#include "base/text.h"
#include "services/iam/errors.h"
#include "services/iam/trust_store.h"

namespace lightwell::iam {
namespace {

#define ROLE_COLUMNS \
  "id, account, name, path, trust, description, session_seconds_max, permissions_boundary, service, created_at"

// The trust policy as it is kept.
Role role_row(const store::Row& row) {
  return {.id = row.string(0),
          .account = row.string(1),
          .name = row.string(2),
          .path = row.string(3),
          .trust = row.string(4),
          .description = row.optional_string(5),
          .session_seconds_max = row.integer(6),
          .boundary = row.optional_string(7),
          .service = row.optional_string(8),
          .created_at = row.time(9)};
}

Result<std::optional<Role>> with_shown_trust(store::Reader& reader, Result<std::optional<Role>> found) {
  if (!found || !*found) return found;
  TRY((*found)->trust, shown_trust(reader, (*found)->trust));
  return found;
}

int64_t first_integer(const store::Row& row) { return row.integer(0); }

}  // namespace

Result<std::optional<Role>> find_role(store::Reader& reader, const std::string& account, const std::string& name) {
  return with_shown_trust(reader,
                          reader.first("SELECT " ROLE_COLUMNS " FROM iam_roles WHERE account = $1 AND name_lower = $2",
                                       {account, to_lower(name)}, role_row));
}

Result<std::optional<Role>> find_role_by_id(store::Reader& reader, const std::string& id) {
  return with_shown_trust(reader, reader.first("SELECT " ROLE_COLUMNS " FROM iam_roles WHERE id = $1", {id}, role_row));
}

Result<Role> require_role(store::Reader& reader, const std::string& account, const std::string& name) {
  TRY(auto found, find_role(reader, account, name));
  if (!found) return fail(no_such("role", "name", name));
  return *std::move(found);
}

Result<Role> require_own_role(store::Reader& reader, const std::string& account, const std::string& name) {
  TRY(auto role, require_role(reader, account, name));
  REQUIRE_OK(check_modifiable(role.entity()));
  return role;
}

Result<void> insert_role(store::Transaction& transaction, const Role& role) {
  const auto made = transaction.execute(
      "INSERT INTO iam_roles (id, account, name, name_lower, path, trust, description, session_seconds_max, "
      "permissions_boundary, service, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      {role.id, role.account, role.name, to_lower(role.name), role.path, role.trust, role.description,
       role.session_seconds_max, role.boundary, role.service, role.created_at});
  if (made) return {};
  if (made.error().kind == &store::errors::unique_violation) return fail(exists_already("Role", role.name));
  return std::unexpected(made.error());
}

Result<void> set_description(store::Transaction& transaction, const std::string& id,
                             const std::optional<std::string>& description) {
  REQUIRE_OK(transaction.execute("UPDATE iam_roles SET description = $2 WHERE id = $1", {id, description}));
  return {};
}

Result<void> set_session_seconds(store::Transaction& transaction, const std::string& id, int64_t seconds) {
  REQUIRE_OK(transaction.execute("UPDATE iam_roles SET session_seconds_max = $2 WHERE id = $1", {id, seconds}));
  return {};
}

Result<void> set_trust(store::Transaction& transaction, const std::string& id, const std::string& kept) {
  REQUIRE_OK(transaction.execute("UPDATE iam_roles SET trust = $2 WHERE id = $1", {id, kept}));
  return {};
}

Result<void> delete_role(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_roles WHERE id = $1", {id}));
  return {};
}

Result<int64_t> count_roles(store::Reader& reader, const std::string& account) {
  TRY(const auto count, reader.first("SELECT count(*) FROM iam_roles WHERE account = $1", {account}, first_integer));
  return count.value_or(0);
}

Result<std::vector<Role>> list_roles(store::Reader& reader, const std::string& account, const std::string& path_prefix,
                                     const Paging& paging) {
  TRY(auto roles, reader.all("SELECT " ROLE_COLUMNS " FROM iam_roles WHERE account = $1 AND name_lower > $2 "
                             "AND substr(path, 1, length($3)) = $3 ORDER BY name_lower LIMIT $4",
                             {account, paging.after, path_prefix, paging.limit()}, role_row));
  for (Role& role : roles) {
    TRY(role.trust, shown_trust(reader, role.trust));
  }
  return roles;
}

std::string role_page_key(const Role& role) { return to_lower(role.name); }

}  // namespace lightwell::iam
