#include "photos/search/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "photos/errors.h"
#include "photos/search/fold.h"

namespace lightwell::photos {
namespace {

constexpr std::array<std::pair<std::string_view, SearchField>, 17> kFields = {{
    {"label", SearchField::label},
    {"tag", SearchField::label},
    {"person", SearchField::person},
    {"people", SearchField::person},
    {"who", SearchField::person},
    {"place", SearchField::place},
    {"in", SearchField::place},
    {"where", SearchField::place},
    {"camera", SearchField::camera},
    {"lens", SearchField::lens},
    {"text", SearchField::text},
    {"file", SearchField::file},
    {"date", SearchField::date},
    {"when", SearchField::date},
    {"is", SearchField::is},
    {"colour", SearchField::colour},
    {"color", SearchField::colour},
}};

// Typewriter's quotes, and those that telephones put in their place.
constexpr std::array<std::string_view, 4> kQuotes = {"\"", "\u201c", "\u201d", "\u201e"};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  // False at the end.
  bool skip_separators() {
    while (!rest_.empty() && is_separator(rest_.front())) rest_.remove_prefix(1);
    return !rest_.empty();
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<SearchField> take_field() {
    const size_t colon = rest_.find(':');
    if (colon == rest_.npos || colon > 8) return std::nullopt;
    const std::string name = to_lower(rest_.substr(0, colon));
    const auto found = std::ranges::find(kFields, name, &decltype(kFields)::value_type::first);
    if (found == kFields.end()) return std::nullopt;
    rest_.remove_prefix(colon + 1);
    return found->second;
  }

  bool take_quote() {
    for (const std::string_view quote : kQuotes) {
      if (!rest_.starts_with(quote)) continue;
      rest_.remove_prefix(quote.size());
      return true;
    }
    return false;
  }

  // Up to the closing quote; a quote that is never closed reaches to the end.
  std::string_view take_quoted() {
    size_t end = 0;
    while (end < rest_.size() && !is_quote(rest_.substr(end))) ++end;
    const std::string_view inside = rest_.substr(0, end);
    rest_.remove_prefix(end);
    take_quote();
    return inside;
  }

  std::string_view take_word() {
    size_t end = 0;
    while (end < rest_.size() && !is_separator(rest_[end]) && !is_quote(rest_.substr(end))) ++end;
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return word;
  }

 private:
  static bool is_separator(char c) { return uint8_t(c) <= ' ' || c == ',' || c == ';'; }
  static bool is_quote(std::string_view text) {
    return std::ranges::any_of(kQuotes, [&](std::string_view quote) { return text.starts_with(quote); });
  }

  std::string_view rest_;
};

}  // namespace

Result<std::vector<Term>> parse_query(std::string_view text) {
  if (!is_utf8(text)) return fail(errors::bad_request, "The search is not readable text.");
  if (code_points(text) > kQueryCharactersMax) {
    return fail(errors::bad_request, fmt::format("A search has at most {} characters.", kQueryCharactersMax));
  }
  std::vector<Term> terms;
  Scanner scanner(text);
  while (scanner.skip_separators()) {
    Term term;
    while (scanner.take('-')) term.is_excluded = true;
    term.field = scanner.take_field();
    term.is_quoted = scanner.take_quote();
    term.text = term.is_quoted ? scanner.take_quoted() : scanner.take_word();
    term.words = words_of(term.text);
    if (term.words.empty()) continue;
    if (terms.size() == kTermsMax) {
      return fail(errors::bad_request, fmt::format("A search has at most {} words.", kTermsMax));
    }
    terms.push_back(std::move(term));
  }
  return terms;
}

}  // namespace lightwell::photos
