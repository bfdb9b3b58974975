#include "engines/image/child/halve.h"

#include <doctest/doctest.h>

namespace lightwell::engines::image {

TEST_CASE("each pixel of the half is the mean of four, rounded; a last odd row or column is left out") {
  // 3 x 3: the third column and row must not show.
  const std::vector<uint8_t> pixels = {0,  10, 255, 2,  20, 255, 99, 99, 99,  //
                                       4,  30, 255, 7,  41, 255, 99, 99, 99,  //
                                       99, 99, 99,  99, 99, 99,  99, 99, 99};
  CHECK(halved(pixels, 3, 3) == std::vector<uint8_t>{3, 25, 255});
}

}  // namespace lightwell::engines::image
