#include "photos/likeness/likeness_rules.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace lightwell::photos {
namespace {

constexpr int kSameDistance = 4;  // another size, another quality
constexpr int kCloseDistance = 6;
constexpr double kDifferentCosine = 0.75;
constexpr double kCloseCosine = 0.92;  // a series of shots

// SplitMix64: a bit for each number of the projection, from its place alone.
uint64_t scrambled(uint64_t place) {
  uint64_t value = place + 0x9E3779B97F4A7C15;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

// Numbers of pixels are told apart when one is a tenth more; sharpness, when it is five points.
auto rank(const Merit& merit) {
  const auto scale = merit.pixels > 0 ? int64_t(std::floor(std::log(double(merit.pixels)) / std::log(1.1))) : 0;
  return std::tuple(merit.is_favourite, merit.rating, scale, int64_t(merit.sharpness / 5), merit.pixels, merit.size);
}

}  // namespace

std::vector<int8_t> to_bytes(std::span<const float> embedding) {
  std::vector<int8_t> bytes;
  bytes.reserve(embedding.size());
  for (const float number : embedding) bytes.push_back(int8_t(std::lround(std::clamp(number, -1.0f, 1.0f) * 127)));
  return bytes;
}

double cosine(std::span<const int8_t> a, std::span<const int8_t> b) {
  const size_t count = std::min(a.size(), b.size());
  int32_t dot = 0;
  int32_t length_a = 0;
  int32_t length_b = 0;
  for (size_t i = 0; i < count; ++i) {
    dot += int32_t(a[i]) * b[i];
    length_a += int32_t(a[i]) * a[i];
    length_b += int32_t(b[i]) * b[i];
  }
  if (length_a == 0 || length_b == 0) return 0;
  return dot / std::sqrt(double(length_a) * length_b);
}

Sketch sketch_of(std::span<const float> embedding) {
  std::array<double, kSketchNumbers> sums{};
  for (size_t i = 0; i < embedding.size(); ++i) {
    for (size_t word = 0; word < kSketchNumbers / 64; ++word) {
      const uint64_t signs = scrambled(i * (kSketchNumbers / 64) + word);
      for (size_t bit = 0; bit < 64; ++bit) {
        sums[word * 64 + bit] += (signs >> bit & 1) != 0 ? embedding[i] : -embedding[i];
      }
    }
  }
  const double length = std::sqrt(std::inner_product(sums.begin(), sums.end(), sums.begin(), 0.0));
  Sketch sketch{};
  if (length == 0) return sketch;
  // Most of the numbers are about 1/11 of the length: scaled so, they fill a byte.
  for (size_t i = 0; i < kSketchNumbers; ++i) {
    sketch[i] = int8_t(std::clamp(std::lround(sums[i] / length * 400), -127L, 127L));
  }
  return sketch;
}

bool is_near_duplicate(int distance, std::optional<double> similarity) {
  if (!similarity) return distance <= kCloseDistance;
  if (distance <= kSameDistance) return *similarity >= kDifferentCosine;
  return distance <= kDistanceMax && *similarity >= kCloseCosine;
}

std::vector<std::vector<size_t>> groups_of(size_t count, const std::vector<std::pair<size_t, size_t>>& pairs) {
  std::vector<size_t> parent(count);
  std::iota(parent.begin(), parent.end(), size_t(0));
  const auto root = [&parent](size_t node) {
    while (parent[node] != node) node = parent[node] = parent[parent[node]];
    return node;
  };
  for (const auto& [a, b] : pairs) parent[root(a)] = root(b);
  std::map<size_t, std::vector<size_t>> by_root;
  for (size_t i = 0; i < count; ++i) by_root[root(i)].push_back(i);
  std::vector<std::vector<size_t>> groups;
  for (auto& [node, members] : by_root) {
    if (members.size() > 1) groups.push_back(std::move(members));
  }
  return groups;
}

size_t best_of(const std::vector<Merit>& merits) {
  const auto best = std::ranges::max_element(merits, {}, rank);
  return size_t(best - merits.begin());
}

}  // namespace lightwell::photos
