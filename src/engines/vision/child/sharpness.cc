#include "engines/vision/child/sharpness.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace lightwell::engines::vision {
namespace {

constexpr float kSharpDeviation = 15;    // of the Laplacian: a good photo has one to three times as much
constexpr float kContrastSlope = 1.25f;  // of the shades' deviation: 80 and more is all there is
constexpr float kFaceSizeMin = 60;       // pixels

float mean_of(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += value;
  return values.empty() ? 0 : float(sum / double(values.size()));
}

float deviation_of(const std::vector<float>& values) {
  const float mean = mean_of(values);
  double sum = 0;
  for (const float value : values) sum += double(value - mean) * double(value - mean);
  return values.empty() ? 0 : float(std::sqrt(sum / double(values.size())));
}

}  // namespace

float brightness_of(const std::vector<float>& shades) { return std::clamp(mean_of(shades) / 2.55f, 0.f, 100.f); }

float contrast_of(const std::vector<float>& shades) {
  return std::clamp(deviation_of(shades) * kContrastSlope, 0.f, 100.f);
}

float sharpness_of(const std::vector<float>& shades, int side) {
  const size_t width = size_t(side);
  const size_t height = width == 0 ? 0 : shades.size() / width;
  std::vector<float> laplacian;
  for (size_t y = 1; y + 1 < height; ++y) {
    for (size_t x = 1; x + 1 < width; ++x) {
      const float* at = &shades[y * width + x];
      laplacian.push_back(at[-1] + at[1] + *(at - width) + at[width] - 4 * at[0]);
    }
  }
  return sharpness_of_slopes(laplacian);
}

float sharpness_of_slopes(const std::vector<float>& slopes) {
  return 100 * (1 - std::exp(-deviation_of(slopes) / kSharpDeviation));
}

float sharpness_of_face(const std::vector<float>& shades, int side, float size) {
  return sharpness_of(shades, side) * std::clamp(size / kFaceSizeMin, 0.f, 1.f);
}

}  // namespace lightwell::engines::vision
