#include "engines/image/child/halve.h"

#include <cassert>

namespace lightwell::engines::image {

std::vector<uint8_t> halved(std::span<const uint8_t> pixels, size_t width, size_t height) {
  constexpr size_t kBands = 3;
  assert(width >= 2 && height >= 2 && pixels.size() >= width * height * kBands);
  const size_t row = width * kBands;
  const size_t half_row = width / 2 * kBands;
  std::vector<uint8_t> half(height / 2 * half_row);
  std::vector<uint16_t> sums(row);
  for (size_t y = 0; y < height / 2; ++y) {
    const uint8_t* upper = pixels.data() + 2 * y * row;
    const uint8_t* lower = upper + row;
    for (size_t x = 0; x < row; ++x) sums[x] = uint16_t(upper[x] + lower[x]);
    uint8_t* out = half.data() + y * half_row;
    for (size_t x = 0; x < half_row; x += kBands) {
      const uint16_t* pair = sums.data() + 2 * x;
      for (size_t band = 0; band < kBands; ++band) out[x + band] = uint8_t((pair[band] + pair[kBands + band] + 2) / 4);
    }
  }
  return half;
}

}  // namespace lightwell::engines::image
