#include "engines/vision/oklab.h"

#include <algorithm>
#include <cmath>

namespace lightwell::engines::vision {
namespace {

float linear(float value) {
  const float v = value / 255;
  return v <= .04045f ? v / 12.92f : std::pow((v + .055f) / 1.055f, 2.4f);
}

uint8_t companded(float v) {
  v = std::clamp(v, 0.f, 1.f);
  const float value = v <= .0031308f ? v * 12.92f : 1.055f * std::pow(v, 1 / 2.4f) - .055f;
  return uint8_t(value * 255 + .5f);
}

}  // namespace

float apart(const Lab& x, const Lab& y) {
  return (x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b);
}

Lab lab_of(float red, float green, float blue) {
  const float r = linear(red);
  const float g = linear(green);
  const float b = linear(blue);
  const float l = std::cbrt(.4122214708f * r + .5363325363f * g + .0514459929f * b);
  const float m = std::cbrt(.2119034982f * r + .6806995451f * g + .1073969566f * b);
  const float s = std::cbrt(.0883024619f * r + .2817188376f * g + .6299787005f * b);
  return {.2104542553f * l + .7936177850f * m - .0040720468f * s,
          1.9779984951f * l - 2.4285922050f * m + .4505937099f * s,
          .0259040371f * l + .7827717662f * m - .8086757660f * s};
}

std::array<uint8_t, 3> rgb_of(const Lab& lab) {
  const float l = std::pow(lab.l + .3963377774f * lab.a + .2158037573f * lab.b, 3.f);
  const float m = std::pow(lab.l - .1055613458f * lab.a - .0638541728f * lab.b, 3.f);
  const float s = std::pow(lab.l - .0894841775f * lab.a - 1.2914855480f * lab.b, 3.f);
  return {companded(4.0767416621f * l - 3.3077115913f * m + .2309699292f * s),
          companded(-1.2684380046f * l + 2.6097574011f * m - .3413193965f * s),
          companded(-.0041960863f * l - .7034186147f * m + 1.7076147010f * s)};
}

}  // namespace lightwell::engines::vision
