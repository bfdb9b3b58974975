#include "engines/image/child/thumbhash.h"

#include <doctest/doctest.h>

#include <vector>

#include "base/text.h"

namespace lightwell::engines::image {
namespace {

std::vector<uint8_t> gradient(size_t width, size_t height, bool alpha) {
  std::vector<uint8_t> pixels;
  for (size_t y = 0; y < height; ++y) {
    for (size_t x = 0; x < width; ++x) {
      pixels.push_back(uint8_t(x * 255 / std::max<size_t>(1, width - 1)));
      pixels.push_back(uint8_t(y * 255 / std::max<size_t>(1, height - 1)));
      pixels.push_back(uint8_t((x * 7 + y * 13) % 256));
      pixels.push_back(alpha ? uint8_t((x + y) * 255 / (width + height)) : uint8_t(255));
    }
  }
  return pixels;
}

}  // namespace

TEST_CASE("a thumbhash is what the reference implementation makes of the same pixels") {
  struct Vector {
    size_t width, height;
    bool alpha;
    std::string_view hash;
  };
  // From the npm package thumbhash 0.1.1.
  const Vector vectors[] = {
      {97, 89, false, "df070a369a80877770877778787877888777708007f878"},
      {100, 75, false, "df070a359a8087777077777878787778708007f877"},
      {40, 100, false, "df070a331a70807777877777807008f878"},
      {100, 20, false, "dff709399a70778770787877818008f877"},
      {1, 1, false, "000802070000000000000000000000000000000000000000"},
      {7, 3, false, "d8fa0d3ba481878770888888827018f878"},
      {100, 75, true, "a308861c8e27a087b0888978080a9ba07f0677277777787707"},
      {33, 100, true, "a3d8851a0e2790b2a7778880b10be85975777078777777"},
      {1, 100, true, "59a6b06154770887887888f786788f7808f7848b887788"},
  };
  for (const Vector& vector : vectors) {
    CAPTURE(vector.width);
    CAPTURE(vector.height);
    const auto pixels = gradient(vector.width, vector.height, vector.alpha);
    CHECK(to_hex(as_bytes(thumbhash(vector.width, vector.height, pixels))) == vector.hash);
  }
}

}  // namespace lightwell::engines::image
