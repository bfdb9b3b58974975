// Colours in words.

#pragma once

#include <cstdint>
#include <string_view>

namespace lightwell::engines::vision {

struct ColourName {
  std::string_view css;     // "cornflowerblue"
  uint32_t rgb = 0;         // 0xRRGGBB
  std::string_view simple;  // "blue": one of eleven
};
// The named colour of CSS that looks most alike.
const ColourName& nearest_name(uint8_t red, uint8_t green, uint8_t blue);

}  // namespace lightwell::engines::vision
