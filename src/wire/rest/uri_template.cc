#include "wire/rest/uri_template.h"

#include <algorithm>

#include "base/text.h"

namespace lightwell::wire {
namespace {

// Cuts the text up to the separator off the front.
std::string_view cut(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(text.size(), part.size() + 1));
  return part;
}

UriSegment parse_segment(std::string_view text) {
  if (!text.starts_with('{') || !text.ends_with('}')) return {.text = text};
  text = text.substr(1, text.size() - 2);
  const bool is_greedy = text.ends_with('+');
  if (is_greedy) text.remove_suffix(1);
  return {.text = text, .is_label = true, .is_greedy = is_greedy};
}

}  // namespace

UriTemplate UriTemplate::parse(std::string_view uri) {
  UriTemplate out;
  std::string_view path = cut(uri, '?');
  path.remove_prefix(std::min<size_t>(path.size(), 1));
  while (!path.empty()) out.segments.push_back(parse_segment(cut(path, '/')));
  while (!uri.empty()) {
    std::string_view pair = cut(uri, '&');
    const std::string_view name = cut(pair, '=');
    out.literals.emplace_back(name, pair);
  }
  return out;
}

bool UriTemplate::match(std::string_view path, std::vector<std::string_view>& labels) const {
  labels.clear();
  path.remove_prefix(std::min<size_t>(path.size(), 1));
  for (size_t i = 0; i < segments.size(); ++i) {
    const UriSegment& segment = segments[i];
    if (segment.is_greedy && i + 1 == segments.size()) {
      if (path.empty()) return false;
      labels.push_back(path);
      return true;
    }
    const std::string_view part = cut(path, '/');
    if (segment.is_label ? part.empty() : part != segment.text) return false;
    if (segment.is_label) labels.push_back(part);
  }
  return path.empty();
}

bool split_query(std::string_view query, std::vector<std::pair<std::string, std::string>>& out) {
  while (!query.empty()) {
    std::string_view pair = cut(query, '&');
    if (pair.empty()) continue;
    auto name = percent_decode(cut(pair, '='), true);
    auto value = percent_decode(pair, true);
    if (!name || !value) return false;
    out.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace lightwell::wire
