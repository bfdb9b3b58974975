// A page of a list that is read whole, because it is short by its nature.

#pragma once

#include <string>
#include <vector>

#include "services/iam/listing_rules.h"

namespace lightwell::iam {

// `rows` by their keys. Leaves those of the page, and says in the answer whether there are more.
template <class Row, class Answer, class KeyOf>
void show_page(std::vector<Row>& rows, const Paging& paging, Answer& answer, KeyOf key_of) {
  if (!paging.after.empty()) std::erase_if(rows, [&](const Row& row) { return key_of(row) <= paging.after; });
  cut_page(rows, paging, answer, key_of);
}

}  // namespace lightwell::iam
