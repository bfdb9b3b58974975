// A user, group or role, as far as policies care: what they are attached to.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/sql/database.h"

namespace lightwell::iam {

enum class EntityKind : uint8_t { user, group, role };

struct Entity {
  EntityKind kind = EntityKind::user;
  std::string account;
  std::string id;  // AIDA…, AGPA…, AROA…
  std::string name;
  std::string path;
  std::optional<std::string> boundary = {};  // ARN of the policy
  std::optional<std::string> service = {};   // of a service-linked role
};

std::string_view word_of(EntityKind kind);  // "user", "group", "role"
std::string entity_arn(EntityKind kind, std::string_view account, std::string_view path, std::string_view name);
std::string arn_of(const Entity& entity);

Result<std::optional<Entity>> find_entity(store::Reader& reader, EntityKind kind, const std::string& account,
                                          const std::string& name);
// NoSuchEntity.
Result<Entity> require_entity(store::Reader& reader, EntityKind kind, const std::string& account,
                              const std::string& name);
// By its unique id, of whatever kind and account.
Result<std::optional<Entity>> entity_of_id(store::Reader& reader, const std::string& id);
// The entity an ARN names: path and name must be its own. Nothing for other ARNs.
Result<std::optional<Entity>> entity_of_arn(store::Reader& reader, std::string_view arn);

// Of a user or role.
Result<void> set_boundary(store::Transaction& transaction, const Entity& entity, const std::optional<std::string>& arn);

// Service-linked roles are changed by their service alone. UnmodifiableEntity.
Result<void> check_modifiable(const Entity& entity);

}  // namespace lightwell::iam
