// Half as wide and half as high, each pixel the mean of four: the quick first step of a large reduction.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lightwell::engines::image {

// `pixels`: `height` rows of `width` x 3 bytes. A last odd row or column is left out. Both sides must be at least 2.
std::vector<uint8_t> halved(std::span<const uint8_t> pixels, size_t width, size_t height);

}  // namespace lightwell::engines::image
