// The query string, taken apart and decoded.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lightwell::http {

class Query {
 public:
  struct Pair {
    std::string name;
    std::string value;
  };
  // Splits at '&' and '='; empty pieces are skipped. Nothing when an escape is broken.
  // `plus_is_space` as HTML forms write it; SigV4 reads '+' as itself.
  static std::optional<Query> parse(std::string_view query, bool plus_is_space = true);

  // The first pair of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view get(std::string_view name, std::string_view otherwise = {}) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  std::vector<std::string_view> all(std::string_view name) const;
  auto begin() const { return pairs_.begin(); }
  auto end() const { return pairs_.end(); }
  size_t size() const { return pairs_.size(); }

 private:
  std::vector<Pair> pairs_;
};

}  // namespace lightwell::http
