// ThumbHash: a picture in about 25 bytes, to show while the real one travels. https://evanw.github.io/thumbhash/

#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace lightwell::engines::image {

// `rgba`: rows of 8-bit red, green, blue, alpha, not premultiplied; width and height 1 to 100.
std::string thumbhash(size_t width, size_t height, std::span<const uint8_t> rgba);

}  // namespace lightwell::engines::image
