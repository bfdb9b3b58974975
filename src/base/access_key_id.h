// Access keys: ids that carry their account as AWS's do, and their secrets.
//
// Behind AKIA or ASIA stand 80 bits in base 32: a set bit, the account's number in 40 bits, and chance.
// GetAccessKeyInfo and whoever finds a key read the account out of it.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"

namespace lightwell {

// `prefix`: AKIA, or ASIA for a temporary key. `account`: 12 digits.
std::string make_access_key_id(std::string_view prefix, std::string_view account, Ids& ids);
// Nothing for what has not this form: keys made before 2019, and ids that are no keys.
std::optional<std::string> account_of_access_key(std::string_view id);
// 40 characters of base 64.
std::string make_secret_key(Ids& ids);

}  // namespace lightwell
