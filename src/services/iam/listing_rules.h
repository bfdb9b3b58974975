// Pages of lists. A marker names the last row of its page and the list it belongs to.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lightwell::iam {

inline constexpr size_t kPageUsual = 100;

struct Paging {
  std::string list;   // what is listed, with its filters
  std::string after;  // the key of the last row of the page before; empty for the first
  size_t max = kPageUsual;

  // What to read: one row more than the page holds.
  int64_t limit() const { return int64_t(max) + 1; }
};

// `list`: what is listed, in whose account, with which filters. ValidationError for a marker of another list.
Result<Paging> paging(std::string list, const std::optional<std::string>& marker,
                      const std::optional<int32_t>& max_items);
std::string make_marker(const Paging& paging, std::string_view last);

// Cuts off the row too many, and says in the answer whether there are more. `key_of(row)` is what `after` is compared
// with.
template <class Row, class Answer, class KeyOf>
void cut_page(std::vector<Row>& rows, const Paging& paging, Answer& answer, KeyOf key_of) {
  answer.is_truncated = rows.size() > paging.max;
  if (rows.size() <= paging.max) return;
  rows.resize(paging.max);
  answer.marker = make_marker(paging, key_of(rows.back()));
}

}  // namespace lightwell::iam
