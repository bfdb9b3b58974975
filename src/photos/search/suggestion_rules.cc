#include "photos/search/suggestion_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "photos/search/fold.h"
#include "photos/search/query.h"

namespace lightwell::photos {
namespace {

constexpr size_t kEndingsMax = 3;
constexpr size_t kTimesMax = 4;
constexpr int kYearsBackMax = 30;

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

Timestamp first_of(int year, unsigned month) {
  const std::chrono::sys_days day(std::chrono::year(year) / int(month) / 1);
  return Timestamp(day.time_since_epoch());
}

}  // namespace

Result<std::vector<Ending>> read_endings(std::string_view text) {
  TRY([[maybe_unused]] const auto terms, parse_query(text));
  std::vector<Ending> endings;
  std::vector<size_t> starts;  // of words, the last first
  for (size_t at = text.size(); at > 0 && starts.size() < kEndingsMax;) {
    const size_t blank = text.rfind(' ', at - 1);
    const size_t start = blank == text.npos ? 0 : blank + 1;
    if (start < at) starts.push_back(start);
    if (blank == text.npos) break;
    at = blank;
    if (start == text.size()) break;  // a blank at the end: a new word begins
  }
  if (text.empty() || text.ends_with(' ')) return std::vector<Ending>{{std::string(text), ""}};
  for (auto start = starts.rbegin(); start != starts.rend(); ++start) {
    std::string_view rest = text.substr(*start);
    std::string before(text.substr(0, *start));
    if (rest.starts_with('-')) {
      before += '-';
      rest.remove_prefix(1);
    }
    std::string beginning = folded(rest);
    if (!beginning.empty()) endings.push_back({std::move(before), std::move(beginning)});
  }
  return endings;
}

bool begins_a_word(std::string_view name, std::string_view beginning) {
  for (size_t at = name.find(beginning); at != name.npos; at = name.find(beginning, at + 1)) {
    if (at == 0 || name[at - 1] == ' ') return true;
  }
  return false;
}

std::string quoted(const std::string& name) { return name.find(' ') == name.npos ? name : fmt::format("\"{}\"", name); }

bool says_little(std::string_view label) {
  static constexpr std::array<std::string_view, 32> kNames = {
      "Accessories", "Adult",          "Animal",       "Appliance", "Architecture", "Canine", "Clothing",
      "Container",   "Device",         "Face",         "Female",    "Fowl",         "Head",   "Housing",
      "Human",       "Indoors",        "Invertebrate", "Livestock", "Machine",      "Male",   "Mammal",
      "Man",         "Nature",         "Outdoors",     "Person",    "Pet",          "Plant",  "Produce",
      "Textile",     "Transportation", "Wildlife",     "Woman"};
  return std::ranges::find(kNames, label) != kNames.end();
}

MonthName whole_year(int year) {
  const std::string number = fmt::format("{}", year);
  return {number, number, {first_of(year, 1), first_of(year + 1, 1)}};
}

std::vector<MonthName> times_beginning(const std::string& beginning, int first, int last) {
  std::vector<MonthName> found;
  first = std::max(first, last - kYearsBackMax);
  for (int year = last; year >= first && found.size() < kTimesMax; --year) {
    if (MonthName whole = whole_year(year); whole.shown.starts_with(beginning)) found.push_back(std::move(whole));
    for (unsigned month = 12; month >= 1 && !beginning.empty() && found.size() < kTimesMax; --month) {
      std::string shown = fmt::format("{} {}", kMonths[month - 1], year);
      std::string query = folded(shown);
      if (!query.starts_with(beginning)) continue;
      const DateSpan span{first_of(year, month), month == 12 ? first_of(year + 1, 1) : first_of(year, month + 1)};
      found.push_back({std::move(shown), std::move(query), span});
    }
  }
  return found;
}

}  // namespace lightwell::photos
