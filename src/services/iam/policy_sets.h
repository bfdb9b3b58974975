// What is attached to a user or role, read from the rows and compiled.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/evaluate.h"
#include "services/iam/entity.h"
#include "store/sql/database.h"

namespace lightwell::iam {

// Its inline and managed policies; of a user, its groups' too.
Result<std::vector<policy::Attached>> policies_of(store::Reader& reader, const Entity& entity);
// With its boundary and tags.
Result<policy::PolicySet> policy_set_of(store::Reader& reader, const Entity& entity);
// The default version of a managed policy. Nothing where there is none of that ARN.
Result<std::optional<policy::Attached>> managed_policy(store::Reader& reader, const std::string& account,
                                                       const std::string& arn);

}  // namespace lightwell::iam
