// What somebody else wrote, as one short line that steers no terminal.

#pragma once

#include <string>
#include <string_view>

namespace lightwell {

// Bytes of control characters as "\x0a"; what is longer than `bytes_max` is cut between characters and ends with "…".
std::string one_line(std::string_view text, size_t bytes_max);

}  // namespace lightwell
