#include "engines/vision/child/appearance.h"

#include <doctest/doctest.h>

#include "engines/vision/child/sharpness.h"

namespace lightwell::engines::vision {
namespace {

struct Painted {
  int width = 200;
  int height = 100;
  std::vector<uint8_t> rows = std::vector<uint8_t>(60'000, 0);
  void fill(int x0, int y0, int x1, int y1, std::array<uint8_t, 3> colour) {
    for (int y = y0; y < y1; ++y) {
      for (int x = x0; x < x1; ++x) std::ranges::copy(colour, rows.begin() + (y * width + x) * 3);
    }
  }
  Picture picture() const { return {rows.data(), width, height}; }
};

}  // namespace

TEST_CASE("Oklab leads back to the same colour") {
  for (const std::array<uint8_t, 3>& colour :
       {std::array<uint8_t, 3>{0, 0, 0}, {255, 255, 255}, {200, 30, 60}, {3, 250, 128}}) {
    CHECK(rgb_of(lab_of(colour[0], colour[1], colour[2])) == colour);
  }
  CHECK(lab_of(255, 255, 255).l == doctest::Approx(1).epsilon(.001));
}

TEST_CASE("a picture of two colours has two, by their shares") {
  Painted painted;
  painted.fill(0, 0, 200, 100, {250, 250, 250});
  painted.fill(0, 0, 50, 100, {200, 20, 20});
  const auto seen = see_appearances(painted.picture(), {});
  REQUIRE(seen.whole.colours.size() >= 2);
  const Colour& white = seen.whole.colours[0];
  CHECK(white.red >= 249);
  CHECK(white.share == doctest::Approx(.75).epsilon(.03));
  CHECK(seen.whole.colours[1].green == 20);
  CHECK_FALSE(seen.foreground);
  CHECK_FALSE(seen.background);
}

TEST_CASE("what stands in the boxes has colours of its own") {
  Painted painted;
  painted.fill(0, 0, 200, 100, {20, 120, 20});
  painted.fill(100, 0, 200, 100, {20, 20, 220});
  const Box right = {.5f, 0, .5f, 1};
  const auto seen = see_appearances(painted.picture(), {&right, 1});
  REQUIRE(seen.foreground);
  REQUIRE(seen.background);
  CHECK(seen.foreground->colours[0].blue == 220);
  CHECK(seen.background->colours[0].green == 120);
  const Box all = {0, 0, 1, 1};
  const auto filled = see_appearances(painted.picture(), {&all, 1});
  CHECK(filled.foreground);
  CHECK_FALSE(filled.background);
}

TEST_CASE("brightness, contrast and sharpness put pictures in the order the eye does") {
  Painted dark;
  Painted bright;
  bright.fill(0, 0, 200, 100, {240, 240, 240});
  Painted striped;
  for (int x = 0; x < 200; x += 4) striped.fill(x, 0, x + 2, 100, {255, 255, 255});
  const auto of = [](const Painted& painted) { return see_appearances(painted.picture(), {}).whole.quality; };
  CHECK(of(dark).brightness == 0);
  CHECK(of(bright).brightness > 90);
  CHECK(of(bright).sharpness < 1);
  CHECK(of(bright).contrast < 1);
  CHECK(of(striped).sharpness > 90);
  CHECK(of(striped).contrast > 90);
}

TEST_CASE("a face of few pixels is not sharp, however it looks enlarged") {
  std::vector<float> noise;
  for (int i = 0; i < 112 * 112; ++i) noise.push_back(float(i * 7919 % 256));
  CHECK(sharpness_of_face(noise, 112, 200) > 80);
  CHECK(sharpness_of_face(noise, 112, 15) < 30);
  CHECK(sharpness_of({}, 112) == 0);
  CHECK(brightness_of({}) == 0);
}

TEST_CASE("pictures of one pixel, and none of any, have what there is to have") {
  const uint8_t dot[] = {10, 20, 30};
  const auto seen = see_appearances({dot, 1, 1}, {});
  REQUIRE(seen.whole.colours.size() == 1);
  CHECK(seen.whole.colours[0].share == 1);
  CHECK(dominant_colours({}).empty());
}

}  // namespace lightwell::engines::vision
