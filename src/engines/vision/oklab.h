// Colours as the eye sees them: Oklab, where distances are differences. https://bottosson.github.io/posts/oklab/

#pragma once

#include <array>
#include <cstdint>

namespace lightwell::engines::vision {

struct Lab {
  float l = 0;
  float a = 0;
  float b = 0;
};
Lab lab_of(float red, float green, float blue);  // of sRGB, 0 to 255
std::array<uint8_t, 3> rgb_of(const Lab& lab);
float apart(const Lab& x, const Lab& y);  // the distance, squared

}  // namespace lightwell::engines::vision
