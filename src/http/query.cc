#include "http/query.h"

#include "base/text.h"

namespace lightwell::http {

std::optional<Query> Query::parse(std::string_view query, bool plus_is_space) {
  Query parsed;
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view piece = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (piece.empty()) continue;
    const size_t equals = std::min(piece.find('='), piece.size());
    auto name = percent_decode(piece.substr(0, equals), plus_is_space);
    auto value = percent_decode(piece.substr(std::min(equals + 1, piece.size())), plus_is_space);
    if (!name || !value) return {};
    parsed.pairs_.push_back({std::move(*name), std::move(*value)});
  }
  return parsed;
}

std::optional<std::string_view> Query::find(std::string_view name) const {
  for (const Pair& pair : pairs_) {
    if (pair.name == name) return pair.value;
  }
  return {};
}

std::string_view Query::get(std::string_view name, std::string_view otherwise) const {
  return find(name).value_or(otherwise);
}

std::vector<std::string_view> Query::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const Pair& pair : pairs_) {
    if (pair.name == name) values.push_back(pair.value);
  }
  return values;
}

}  // namespace lightwell::http
