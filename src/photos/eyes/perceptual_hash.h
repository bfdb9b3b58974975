// A perceptual hash: 64 bits of the low frequencies of a picture. The same picture in another size, another quality or
// a little brighter differs in few of them.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "engines/image/pixels.h"

namespace lightwell::photos {

// errors: reader_failed, when the pixels cannot be read.
Result<uint64_t> perceptual_hash(const engines::Pixels& pixels);
// `rgb`: rows without gaps.
uint64_t perceptual_hash(std::span<const uint8_t> rgb, int width, int height);
int distance(uint64_t a, uint64_t b);  // bits that differ, 0 to 64

}  // namespace lightwell::photos
