// The passwords that people choose most, from the list that Openwall compiled (public domain; Debian: john-data).

#pragma once

#include <cstddef>
#include <string_view>

namespace lightwell::engines {

// `folded` as fold_case() makes it.
bool is_known_password(std::string_view folded);
size_t known_password_count();
// Entries are no longer than this, in bytes.
size_t known_password_bytes_max();

}  // namespace lightwell::engines
