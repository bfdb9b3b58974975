// Dates as people type them: "2023", "May 2023", "14 may", "2019-2021", "last summer", "christmas", "since 2020". Pure.
//
// English, and the seasons of the northern half of the earth. A month or a feast without a year means that of any year.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"

namespace lightwell::photos {

// By the clock on the wall where a photo was taken, as Taken::local is.
struct DateSpan {
  Timestamp from;
  Timestamp to;  // no longer part of it
  friend bool operator==(const DateSpan&, const DateSpan&) = default;
};

struct DateContext {
  Timestamp now;                            // local
  int first_year = 1970, last_year = 1970;  // of the photos: what "any year" means; at most kYearsMax are looked at
};
inline constexpr int kYearsMax = 250;

struct DateMatch {
  size_t words = 0;             // how many it took
  std::vector<DateSpan> spans;  // rising, apart from each other
  bool is_weak = false;         // a month's name alone: it may as well be somebody's
};

// A word, folded, and whether the next one stood in the same piece of what was typed ("2023-05" against "2023 05").
struct DateWord {
  std::string text;
  bool is_joined = false;
};

// The longest date at the beginning of `words`.
std::optional<DateMatch> match_date(std::span<const DateWord> words, const DateContext& context);

}  // namespace lightwell::photos
