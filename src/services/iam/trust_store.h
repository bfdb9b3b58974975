// Trust policies as they are kept: a user or role stands in them as its unique id, so that one who is deleted and made
// again under the same name is not trusted, and one that is renamed still is.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/iam/entity.h"
#include "store/sql/database.h"

namespace lightwell::iam {

// The user or role that a policy names by its ARN or unique id.
Result<std::optional<Entity>> entity_of_principal(store::Reader& reader, const std::string& text);

// The form to keep of what a client sent. MalformedPolicyDocument, also for a principal that does not exist;
// LimitExceeded.
Result<std::string> kept_trust(store::Reader& reader, std::string_view json);
// The form to show and to judge by: unique ids of who still exists are ARNs again.
Result<std::string> shown_trust(store::Reader& reader, std::string_view kept);

}  // namespace lightwell::iam
