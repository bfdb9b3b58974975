// Sets of photos, each with how well it fits. Pure.

#pragma once

#include <cstdint>
#include <vector>

namespace lightwell::photos {

struct Hit {
  int64_t number = 0;  // of the photo
  int weight = 0;      // 1 to 100; 0: not known by words, but described by a sentence
  friend bool operator==(const Hit&, const Hit&) = default;
};
// By rising number, each once.
using Hits = std::vector<Hit>;

// Brings hits in any order into that form; of two for one photo the better stays.
Hits tidy(Hits hits);
// In either; the better weight.
Hits either(Hits a, Hits b);
// In both; the worse weight: a chain is as strong as its weakest part.
Hits both(const Hits& a, const Hits& b);
Hits without(const Hits& hits, const Hits& excluded);

}  // namespace lightwell::photos
