// Which policies are on which user, group or role: managed ones by their ARN, inline ones with what they say.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/iam/policy_store.h"

namespace lightwell::iam {

// Puts a managed policy on an entity; once more is no error. NoSuchEntity, LimitExceeded, PolicyNotAttachable.
Result<void> attach(store::Transaction& transaction, const Entity& entity, const std::string& arn, Timestamp now);
// NoSuchEntity if it was not attached.
Result<void> detach(store::Transaction& transaction, const Entity& entity, const std::string& arn);
// By policy name without regard to case; every one of them (there are kAttachedMax at most).
Result<std::vector<PolicyArn>> attached_policies(store::Reader& reader, const std::string& entity);
// The entities of one kind that have the policy, as attachment or as boundary, by name.
Result<std::vector<Entity>> entities_with_policy(store::Reader& reader, const std::string& account, EntityKind kind,
                                                 const std::string& arn, bool as_boundary);

struct InlinePolicy {
  std::string name;
  std::string document;
};
// LimitExceeded if all of the entity's inline policies are too long together.
Result<void> put_inline_policy(store::Transaction& transaction, const Entity& entity, const InlinePolicy& policy);
Result<std::optional<InlinePolicy>> find_inline_policy(store::Reader& reader, const std::string& entity,
                                                       const std::string& name);
// False: there was none.
Result<bool> delete_inline_policy(store::Transaction& transaction, const std::string& entity, const std::string& name);
Result<std::vector<InlinePolicy>> inline_policies(store::Reader& reader, const std::string& entity);

// That nothing is left on an entity which is to be deleted. DeleteConflict.
Result<void> check_without_policies(store::Reader& reader, const std::string& entity);

}  // namespace lightwell::iam
