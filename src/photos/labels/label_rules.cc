#include "photos/labels/label_rules.h"

#include "base/text.h"
#include "engines/password/normalise.h"
#include "photos/errors.h"

namespace lightwell::photos {

std::string fold_label(std::string_view name) {
  const std::string_view bare = trim(name);
  return is_utf8(bare) ? engines::fold_case(bare) : std::string();
}

Result<std::string> check_label(std::string_view typed) {
  const std::string_view bare = trim(typed);
  if (!is_utf8(bare) || fold_label(bare).empty()) return fail(errors::name_refused, "A label needs a name.");
  size_t characters = 0;
  for (const char c : bare) {
    if ((c & 0xC0) != 0x80) ++characters;
    if (uint8_t(c) < 0x20 || c == 0x7f) return fail(errors::name_refused, "A label's name is one line of text.");
  }
  if (characters > kLabelCharactersMax) {
    return fail(errors::name_refused, fmt::format("A label's name has at most {} characters.", kLabelCharactersMax));
  }
  return std::string(bare);
}

std::string join_lines(const std::vector<std::string>& names) {
  std::string lines;
  for (const std::string& name : names) {
    if (!lines.empty()) lines += '\n';
    lines += name;
  }
  return lines;
}

std::vector<std::string> split_lines(std::string_view lines) {
  std::vector<std::string> names;
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    names.emplace_back(lines.substr(0, end));
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 1);
  }
  return names;
}

}  // namespace lightwell::photos
