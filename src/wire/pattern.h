// The model's patterns: Java's regular expressions, matched against the whole text.

#pragma once

#include <string_view>

namespace lightwell::wire {

// `pattern` must have static storage: its compiled form is kept under its address. A match that takes too many steps
// counts as none. A pattern that cannot be compiled matches everything and is logged once.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace lightwell::wire
