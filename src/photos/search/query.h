// What was typed into the search box, taken apart: terms, phrases in quotes, what is excluded, what is meant for one
// field alone. Pure; what the terms mean is said in interpretation.h.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lightwell::photos {

inline constexpr size_t kQueryCharactersMax = 400;
inline constexpr size_t kTermsMax = 40;

enum class SearchField { label, person, place, camera, lens, text, file, date, is, colour };

struct Term {
  std::string text;                // as it was typed, without '-', field and quotes
  std::vector<std::string> words;  // folded; never empty
  bool is_quoted = false;
  bool is_excluded = false;
  std::optional<SearchField> field = {};
  friend bool operator==(const Term&, const Term&) = default;
};

// errors: bad_request, for what is too long.
Result<std::vector<Term>> parse_query(std::string_view text);

}  // namespace lightwell::photos
