// Whom a policy names in Principal and NotPrincipal, in the text of its document.
//
// Who keeps such a policy keeps users and roles as their unique ids, so that one who is deleted and made again under
// the same name is not meant, and one that is renamed still is; and shows them as ARNs.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lightwell::policy {

// Answers what is to stand in an entry's place; nothing: it stays. `type` is "AWS", "Service", …
using RenamePrincipal = std::function<std::optional<std::string>(std::string_view type, std::string_view text)>;

// The document with other entries in its Principal and NotPrincipal elements, and otherwise byte for byte the same.
// `json` is a document that policy::parse() took.
std::string rename_principals(std::string_view json, const RenamePrincipal& rename);

// Whether an entry of type AWS is good without a row of IAM's: everybody, an account, its root, a session. Users and
// roles, by ARN or unique id, must exist.
bool stands_by_itself(std::string_view text);

// The root's ARN, for an entry that is an account's number: AWS shows one for the other.
std::optional<std::string> root_of_account(std::string_view text);

// AIDA… or AROA…
inline bool is_entity_id(std::string_view text) { return text.starts_with("AIDA") || text.starts_with("AROA"); }

}  // namespace lightwell::policy
