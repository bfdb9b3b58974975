// Who a trust policy names, in the text of its document.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lightwell::iam {

// Answers what is to stand in an entry's place; nothing: it stays. `type` is "AWS", "Service", …
using RenamePrincipal = std::function<std::optional<std::string>(std::string_view type, std::string_view text)>;

// The document with other entries in its Principal and NotPrincipal elements, and otherwise byte for byte the same.
// `json` is a document that policy::parse() took.
std::string rename_principals(std::string_view json, const RenamePrincipal& rename);

}  // namespace lightwell::iam
