#include "photos/people/people_rules.h"

#include <algorithm>

#include "base/text.h"
#include "photos/errors.h"
#include "photos/eyes/similarity.h"

namespace lightwell::photos {
namespace {

constexpr double kSamePlace = 0.5;

}  // namespace

double overlap(const Box& a, const Box& b) {
  const double width = std::min(a.left + a.width, b.left + b.width) - std::max(a.left, b.left);
  const double height = std::min(a.top + a.height, b.top + b.height) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const double both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

std::vector<std::optional<size_t>> same_places(const std::vector<Box>& before, const std::vector<Box>& now) {
  struct Pair {
    double overlap;
    size_t before;
    size_t now;
  };
  std::vector<Pair> pairs;
  for (size_t i = 0; i < before.size(); ++i) {
    for (size_t j = 0; j < now.size(); ++j) {
      const double common = overlap(before[i], now[j]);
      if (common >= kSamePlace) pairs.push_back({common, i, j});
    }
  }
  std::ranges::stable_sort(pairs, std::greater{}, &Pair::overlap);
  std::vector<std::optional<size_t>> found(now.size());
  std::vector<bool> is_taken(before.size());
  for (const Pair& pair : pairs) {
    if (is_taken[pair.before] || found[pair.now]) continue;
    found[pair.now] = pair.before;
    is_taken[pair.before] = true;
  }
  return found;
}

Belonging decide(const std::vector<Resemblance>& alike, const std::set<std::string>& present) {
  Belonging belonging;
  std::set<std::string> seen;
  for (const Resemblance& one : alike) {
    if (present.contains(one.person_id) || !seen.insert(one.person_id).second) continue;
    if (one.similarity >= kSureSimilarity && !belonging.surest) {
      belonging.surest = one;
    } else if (one.similarity >= kDoubtfulSimilarity && belonging.to_ask.size() < kQuestionsEachMax) {
      belonging.to_ask.push_back(one);
    }
  }
  return belonging;
}

Result<std::string> check_person_name(std::string_view typed) {
  const std::string_view bare = trim(typed);
  if (!is_utf8(bare)) return fail(errors::name_refused, "The name is not text.");
  size_t characters = 0;
  for (const char c : bare) {
    if ((c & 0xC0) != 0x80) ++characters;
    if (uint8_t(c) < 0x20 || c == 0x7f) return fail(errors::name_refused, "A name is one line of text.");
  }
  if (characters > kPersonNameMax) {
    return fail(errors::name_refused, fmt::format("A name has at most {} characters.", kPersonNameMax));
  }
  return std::string(bare);
}

std::string called(std::string_view name) { return std::string(name.empty() ? "somebody without a name" : name); }

}  // namespace lightwell::photos
