// What was typed, as suggestions look at it: what stays, and the words that may go on. Pure.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "photos/search/dates.h"

namespace lightwell::photos {

// A way to cut what was typed in two.
struct Ending {
  std::string before;     // stays, with its blank
  std::string beginning;  // folded; of what may be meant. Empty: anything
};

// The last three words, the last two, the last one. errors: bad_request, as a query's.
Result<std::vector<Ending>> read_endings(std::string_view text);

// Whether a word of the folded `name` begins so.
bool begins_a_word(std::string_view name, std::string_view beginning);
// In quotes, where it has more than one word.
std::string quoted(const std::string& name);

// Labels above so much else that they tell nothing of a photo: "Animal", "Person", "Face".
bool says_little(std::string_view label);

struct MonthName {
  std::string shown;  // "May 2023"
  std::string query;  // "may 2023"
  DateSpan span;
};
// Years, and months of the years from `first` to `last`, whose names begin so: the newest few.
MonthName whole_year(int year);
std::vector<MonthName> times_beginning(const std::string& beginning, int first, int last);

}  // namespace lightwell::photos
