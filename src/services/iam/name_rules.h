// Names, paths and unique ids. What a name may be written with, the model says.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"

namespace lightwell::iam {

// AIDA and 17 characters of A-Z2-7. `prefix`: https://docs.aws.amazon.com/IAM/latest/UserGuide/
// reference_identifiers.html#identifiers-unique-ids
std::string unique_id(std::string_view prefix, Ids& ids, size_t length = 21);

inline constexpr const char* kRootPath = "/";

// The arn:aws:iam::ACCOUNT:KIND/path/NAME of the caller's account; nothing for what is none.
struct EntityArn {
  std::string account;
  std::string kind;  // user, group, role, mfa, ...
  std::string path;  // with both slashes
  std::string name;
};
std::optional<EntityArn> read_entity_arn(std::string_view arn);

}  // namespace lightwell::iam
