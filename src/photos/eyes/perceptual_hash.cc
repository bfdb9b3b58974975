#include "photos/eyes/perceptual_hash.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <vector>

#include "photos/jobs/image_reader.h"

namespace lightwell::photos {
namespace {

constexpr int kSide = 32;  // grey values a side
constexpr int kWaves = 8;  // frequencies a side
using Grey = std::array<double, size_t(kSide) * kSide>;

// Where a cell begins, of a side that is cut into kSide cells; each has at least one pixel.
int first_of(int cell, int side) { return int(int64_t(cell) * side / kSide); }

double mean_grey(std::span<const uint8_t> rgb, int width, int left, int right, int top, int bottom) {
  double sum = 0;
  for (int y = top; y < bottom; ++y) {
    const uint8_t* pixel = rgb.data() + (size_t(y) * size_t(width) + size_t(left)) * 3;
    for (int x = left; x < right; ++x, pixel += 3) sum += 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
  }
  return sum / (double(right - left) * (bottom - top));
}

Grey shrink_to_grey(std::span<const uint8_t> rgb, int width, int height) {
  Grey grey{};
  for (int y = 0; y < kSide; ++y) {
    const int top = first_of(y, height);
    const int bottom = std::max(first_of(y + 1, height), top + 1);
    for (int x = 0; x < kSide; ++x) {
      const int left = first_of(x, width);
      const int right = std::max(first_of(x + 1, width), left + 1);
      grey[size_t(y) * kSide + size_t(x)] = mean_grey(rgb, width, left, right, top, bottom);
    }
  }
  return grey;
}

const std::array<std::array<double, kSide>, kWaves + 1>& cosines() {
  static const auto table = [] {
    std::array<std::array<double, kSide>, kWaves + 1> made{};
    for (int wave = 0; wave <= kWaves; ++wave) {
      for (int x = 0; x < kSide; ++x) {
        made[size_t(wave)][size_t(x)] = std::cos(std::numbers::pi * wave * (2 * x + 1) / (2.0 * kSide));
      }
    }
    return made;
  }();
  return table;
}

}  // namespace

uint64_t perceptual_hash(std::span<const uint8_t> rgb, int width, int height) {
  if (width <= 0 || height <= 0 || rgb.size() < size_t(width) * size_t(height) * 3) return 0;
  const Grey grey = shrink_to_grey(rgb, width, height);
  std::array<double, size_t(kWaves) * kWaves> waves{};
  for (int v = 1; v <= kWaves; ++v) {
    for (int u = 1; u <= kWaves; ++u) {
      double sum = 0;
      for (int y = 0; y < kSide; ++y) {
        double row = 0;
        for (int x = 0; x < kSide; ++x) row += grey[size_t(y) * kSide + size_t(x)] * cosines()[size_t(u)][size_t(x)];
        sum += row * cosines()[size_t(v)][size_t(y)];
      }
      waves[size_t(v - 1) * kWaves + size_t(u - 1)] = sum;
    }
  }
  auto sorted = waves;
  std::ranges::nth_element(sorted, sorted.begin() + sorted.size() / 2);
  const double median = sorted[sorted.size() / 2];
  uint64_t hash = 0;
  for (size_t i = 0; i < waves.size(); ++i) hash |= uint64_t(waves[i] > median) << i;
  return hash;
}

Result<uint64_t> perceptual_hash(const engines::Pixels& pixels) {
  void* start = mmap(nullptr, pixels.bytes(), PROT_READ, MAP_SHARED, pixels.memory->descriptor(), 0);
  if (start == MAP_FAILED) return fail(error(errors::reader_failed).log("the pixels cannot be mapped"));
  const std::span rgb(static_cast<const uint8_t*>(start), pixels.bytes());
  const uint64_t hash = perceptual_hash(rgb, int(pixels.width), int(pixels.height));
  munmap(start, pixels.bytes());
  return hash;
}

int distance(uint64_t a, uint64_t b) { return std::popcount(a ^ b); }

}  // namespace lightwell::photos
