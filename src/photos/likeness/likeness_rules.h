// When two pictures are alike, and when they are nearly the same. Pure.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lightwell::photos {

inline constexpr size_t kSketchNumbers = 128;
using Sketch = std::array<int8_t, kSketchNumbers>;

// Numbers from -1 to 1 as bytes from -127 to 127, and the cosine of two such rows (of one length).
std::vector<int8_t> to_bytes(std::span<const float> embedding);
double cosine(std::span<const int8_t> a, std::span<const int8_t> b);
// A random projection, the same for ever: the cosine of two sketches is about that of what they are sketches of.
Sketch sketch_of(std::span<const float> embedding);

// More like this: below, two pictures have nothing in common that a person would see.
inline constexpr double kAlikeCosine = 0.60;

// `distance`: of the perceptual hashes; `similarity`: of the embeddings, where both have one of the same model.
bool is_near_duplicate(int distance, std::optional<double> similarity);
inline constexpr int kDistanceMax = 12;  // farther apart, nothing is a near-duplicate

// Groups of indices below `count` that pairs connect, each with more than one.
std::vector<std::vector<size_t>> groups_of(size_t count, const std::vector<std::pair<size_t, size_t>>& pairs);

// What speaks for keeping a photo of several that show the same: what its owner marked, then pixels, sharpness, bytes.
struct Merit {
  bool is_favourite = false;
  int rating = 0;
  int64_t pixels = 0;
  double sharpness = 0;
  int64_t size = 0;
};
// The index of the best; the first of equals.
size_t best_of(const std::vector<Merit>& merits);

}  // namespace lightwell::photos
