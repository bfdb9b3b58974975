#include "services/iam/entity.h"

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

struct Statements {
  std::string_view by_name;
  std::string_view by_id;
};

const Statements& statements(EntityKind kind) {
  static constexpr Statements kUsers = {
      "SELECT account, id, name, path, permissions_boundary, NULL FROM iam_users WHERE account = $1 AND name_lower = "
      "$2",
      "SELECT account, id, name, path, permissions_boundary, NULL FROM iam_users WHERE id = $1"};
  static constexpr Statements kGroups = {
      "SELECT account, id, name, path, NULL, NULL FROM iam_groups WHERE account = $1 AND name_lower = $2",
      "SELECT account, id, name, path, NULL, NULL FROM iam_groups WHERE id = $1"};
  static constexpr Statements kRoles = {
      "SELECT account, id, name, path, permissions_boundary, service FROM iam_roles "
      "WHERE account = $1 AND name_lower = $2",
      "SELECT account, id, name, path, permissions_boundary, service FROM iam_roles WHERE id = $1"};
  return kind == EntityKind::user ? kUsers : kind == EntityKind::group ? kGroups : kRoles;
}

auto entity_reader(EntityKind kind) {
  return [kind](const store::Row& row) -> Entity {
    return {.kind = kind,
            .account = row.string(0),
            .id = row.string(1),
            .name = row.string(2),
            .path = row.string(3),
            .boundary = row.optional_string(4),
            .service = row.optional_string(5)};
  };
}

}  // namespace

std::string_view word_of(EntityKind kind) {
  return kind == EntityKind::user ? "user" : kind == EntityKind::group ? "group" : "role";
}

std::string entity_arn(EntityKind kind, std::string_view account, std::string_view path, std::string_view name) {
  std::string arn = "arn:aws:iam::";
  arn.append(account).append(":").append(word_of(kind)).append(path).append(name);
  return arn;
}

std::string arn_of(const Entity& entity) { return entity_arn(entity.kind, entity.account, entity.path, entity.name); }

Result<std::optional<Entity>> find_entity(store::Reader& reader, EntityKind kind, const std::string& account,
                                          const std::string& name) {
  return reader.first(statements(kind).by_name, {account, to_lower(name)}, entity_reader(kind));
}

Result<Entity> require_entity(store::Reader& reader, EntityKind kind, const std::string& account,
                              const std::string& name) {
  TRY(auto found, find_entity(reader, kind, account, name));
  if (!found) return fail(no_such(word_of(kind), "name", name));
  return *std::move(found);
}

Result<std::optional<Entity>> entity_of_id(store::Reader& reader, const std::string& id) {
  const std::string_view start = std::string_view(id).substr(0, 4);
  const auto kind = start == "AIDA"   ? EntityKind::user
                    : start == "AGPA" ? EntityKind::group
                    : start == "AROA" ? EntityKind::role
                                      : std::optional<EntityKind>();
  if (!kind) return std::nullopt;
  return reader.first(statements(*kind).by_id, {id}, entity_reader(*kind));
}

Result<std::optional<Entity>> entity_of_arn(store::Reader& reader, std::string_view arn) {
  constexpr std::string_view kStart = "arn:aws:iam::";
  if (!arn.starts_with(kStart)) return std::nullopt;
  const std::string_view rest = arn.substr(kStart.size());
  const size_t colon = rest.find(':');
  const size_t slash = rest.find('/');
  if (colon == std::string_view::npos || slash == std::string_view::npos || slash < colon) return std::nullopt;
  const std::string account(rest.substr(0, colon));
  const std::string name(rest.substr(rest.rfind('/') + 1));
  for (const EntityKind kind : {EntityKind::user, EntityKind::group, EntityKind::role}) {
    if (rest.substr(colon + 1, slash - colon - 1) != word_of(kind)) continue;
    TRY(auto found, find_entity(reader, kind, account, name));
    if (found && arn_of(*found) == arn) return found;
  }
  return std::nullopt;
}

Result<void> set_boundary(store::Transaction& transaction, const Entity& entity,
                          const std::optional<std::string>& arn) {
  const std::string_view sql = entity.kind == EntityKind::user
                                   ? "UPDATE iam_users SET permissions_boundary = $2 WHERE id = $1"
                                   : "UPDATE iam_roles SET permissions_boundary = $2 WHERE id = $1";
  REQUIRE_OK(transaction.execute(sql, {entity.id, arn}));
  return {};
}

Result<void> check_modifiable(const Entity& entity) {
  if (!entity.service) return {};
  return fail(errors::unmodifiable_entity_exception, "Cannot perform the operation on the protected role '" +
                                                         entity.name + "' - this role is only modifiable by AWS");
}

}  // namespace lightwell::iam
