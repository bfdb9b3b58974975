// What the simulator takes, and whom it takes a caller for. Pure.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/iam/types.h"
#include "base/call.h"
#include "base/result.h"
#include "policy/evaluate.h"

namespace lightwell::iam {

// All of them: InvalidInput.
Result<void> check_simulated_action(std::string_view action);
Result<void> check_simulated_resource(std::string_view resource);
// That the resources which a kind of RunInstances needs are there.
Result<void> check_resource_handling(std::string_view option, const std::vector<std::string>& resources);
// The user, group or role of an ARN, as if it asked. For the root of an account: somebody of the account.
Result<Principal> simulated_caller(const std::string& arn, const Call& call);
Result<std::string> simulated_owner(const std::optional<std::string>& owner, const std::string& otherwise);
// Who the caller is, and then what was given.
Result<void> fill_context(policy::Context& context, const Principal& caller, const std::vector<SessionTag>& tags,
                          const std::optional<std::vector<api::iam::ContextEntry>>& entries);

// Takes away policies that PolicyExclusionList names. `boundary` too.
Result<void> exclude_policies(const std::vector<api::iam::PolicyIdentifier>& identifiers, policy::PolicySet& policies);

// Of "allowed", "implicitDeny", "explicitDeny": the more it forbids, the higher.
int severity_of(std::string_view decision);

}  // namespace lightwell::iam
