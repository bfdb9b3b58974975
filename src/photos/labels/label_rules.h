// The names of labels. Pure.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lightwell::photos {

inline constexpr size_t kLabelCharactersMax = 60;
inline constexpr size_t kLabelsAtOnceMax = 20;

// What two spellings of one label have in common.
std::string fold_label(std::string_view name);
// A name as a person typed it, without blanks around it. errors::name_refused when it is empty, too long or has
// characters that cannot be seen.
Result<std::string> check_label(std::string_view typed);

std::string join_lines(const std::vector<std::string>& names);
std::vector<std::string> split_lines(std::string_view lines);

}  // namespace lightwell::photos
