#include "photos/search/hits.h"

#include <algorithm>

namespace lightwell::photos {

Hits tidy(Hits hits) {
  if (!std::ranges::is_sorted(hits, {}, &Hit::number)) std::ranges::sort(hits, {}, &Hit::number);
  size_t kept = 0;
  for (const Hit& hit : hits) {
    if (kept > 0 && hits[kept - 1].number == hit.number) {
      hits[kept - 1].weight = std::max(hits[kept - 1].weight, hit.weight);
    } else {
      hits[kept++] = hit;
    }
  }
  hits.resize(kept);
  return hits;
}

Hits either(Hits a, Hits b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  Hits all;
  all.reserve(a.size() + b.size());
  std::ranges::merge(a, b, std::back_inserter(all), {}, &Hit::number, &Hit::number);
  return tidy(std::move(all));
}

Hits both(const Hits& a, const Hits& b) {
  Hits found;
  for (auto left = a.begin(), right = b.begin(); left != a.end() && right != b.end();) {
    if (left->number < right->number) {
      ++left;
    } else if (right->number < left->number) {
      ++right;
    } else {
      found.push_back({.number = left->number, .weight = std::min(left->weight, right->weight)});
      ++left, ++right;
    }
  }
  return found;
}

Hits without(const Hits& hits, const Hits& excluded) {
  Hits left;
  std::ranges::set_difference(hits, excluded, std::back_inserter(left), {}, &Hit::number, &Hit::number);
  return left;
}

}  // namespace lightwell::photos
