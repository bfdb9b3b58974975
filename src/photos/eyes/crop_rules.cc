#include "photos/eyes/crop_rules.h"

#include <algorithm>

namespace lightwell::photos {

Box crop_around(const Box& face, int width, int height) {
  constexpr double kAround = 1.5;
  if (width <= 0 || height <= 0) return face;
  const double longest = std::max(face.width * width, face.height * height) * kAround;
  const double side = std::clamp(longest, 1.0, double(std::min(width, height)));
  const double left = std::clamp((face.left + face.width / 2) * width - side / 2, 0.0, width - side);
  const double top = std::clamp((face.top + face.height / 2) * height - side / 2, 0.0, height - side);
  return {.left = left / width, .top = top / height, .width = side / width, .height = side / height};
}

}  // namespace lightwell::photos
