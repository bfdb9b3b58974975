// Whose policies are meant: the PolicySourceArn of the simulator's operations.

#pragma once

#include "services/iam/entity.h"
#include "services/iam/errors.h"
#include "services/iam/name_rules.h"

namespace lightwell::iam {

// The user, group or role of the caller's account. InvalidInput, NoSuchEntity.
inline Result<Entity> require_source(store::Reader& reader, const std::string& account, const std::string& arn) {
  const auto parsed = read_entity_arn(arn);
  for (const EntityKind kind : {EntityKind::user, EntityKind::group, EntityKind::role}) {
    if (!parsed || parsed->kind != word_of(kind) || parsed->account != account) continue;
    TRY(auto entity, require_entity(reader, kind, account, parsed->name));
    if (entity.path != parsed->path) return fail(no_such(word_of(kind), "name", parsed->name));
    return entity;
  }
  return fail(errors::invalid_input_exception,
              "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
}

}  // namespace lightwell::iam
