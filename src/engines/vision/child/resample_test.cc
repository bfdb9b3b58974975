#include "engines/vision/child/resample.h"

#include <doctest/doctest.h>

namespace lightwell::engines::vision {
namespace {

// 4 x 2: red grows to the right, green downwards; blue is 200.
struct Small {
  std::vector<uint8_t> rows;
  Picture picture;
  Small() {
    for (int y = 0; y < 2; ++y) {
      for (int x = 0; x < 4; ++x) rows.insert(rows.end(), {uint8_t(x * 40), uint8_t(y * 100), 200});
    }
    picture = {rows.data(), 4, 2};
  }
};

}  // namespace

TEST_CASE("a picture stretched to its own size is itself, in planes") {
  const Small small;
  const auto planes = stretch(small.picture, {0, 0, 4, 2}, 4, 2, {}, edges_of(small.picture));
  REQUIRE(planes.size() == 24);
  CHECK(planes[0] == 0);
  CHECK(planes[3] == 120);
  CHECK(planes[8 + 4] == 100);
  CHECK(planes[16] == 200);
}

TEST_CASE("what is between pixels is a mixture, and what is beyond them as the border says") {
  const Small small;
  const auto half = stretch(small.picture, {0, 0, 4, 2}, 2, 1, {}, edges_of(small.picture));
  CHECK(half[0] == 20);
  CHECK(half[1] == 100);
  CHECK(half[2] == 50);
  const auto edge = stretch(small.picture, {0, 0, 8, 2}, 8, 2, {}, edges_of(small.picture));
  CHECK(edge[7] == 120);
  const auto black = stretch(small.picture, {0, 0, 8, 2}, 8, 2, {}, black_around({0, 0, 4, 2}));
  CHECK(black[3] == 120);
  CHECK(black[7] == 0);
  // A tile does not see what lies beside it.
  const auto tile = stretch(small.picture, {0, 0, 4, 2}, 4, 2, {}, black_around({0, 0, 2, 2}));
  CHECK(tile[1] == 40);
  CHECK(tile[2] == 0);
}

TEST_CASE("colours, mean and deviation are those the model was trained with") {
  const Small small;
  const ModelInput bgr = {.colours = Colours::bgr, .mean = {100, 0, 10}, .deviation = {50, 2, 1}};
  const auto planes = stretch(small.picture, {0, 0, 4, 2}, 4, 2, bgr, edges_of(small.picture));
  CHECK(planes[0] == 2);         // blue: (200 - 100) / 50
  CHECK(planes[8 + 4] == 50);    // green: 100 / 2
  CHECK(planes[16 + 3] == 110);  // red: 120 - 10
  const ModelInput grey = {.colours = Colours::grey};
  const auto shades = stretch(small.picture, {0, 0, 4, 2}, 4, 2, grey, edges_of(small.picture));
  REQUIRE(shades.size() == 8);
  CHECK(shades[0] == doctest::Approx(.114 * 200));
}

TEST_CASE("the middle of a picture is what a model of squares sees of it") {
  const Small small;
  const ModelInput crop = {.width = 2, .height = 2, .fit = Fit::crop, .resize = 2};
  const auto planes = whole(small.picture, crop);
  REQUIRE(planes.size() == 12);
  CHECK(planes[0] == 40);
  CHECK(planes[1] == 80);
  const ModelInput all = {.width = 2, .height = 2, .fit = Fit::stretch};
  CHECK(whole(small.picture, all)[0] == 20);
}

TEST_CASE("places that are no numbers, or far away, are safe") {
  const Small small;
  const float far = 1e30f;
  for (const Affine& wild : {Affine{far, 0, 0, 0, far, 0}, Affine{0, 0, -far, 0, 0, far}}) {
    CHECK(warp(small.picture, wild, 3, 3, {}, edges_of(small.picture)).size() == 27);
    CHECK(warp(small.picture, wild, 3, 3, {}, black_around({-5, -5, 50, 50})).size() == 27);
  }
  const uint8_t one[] = {9, 9, 9};
  const Picture dot = {one, 1, 1};
  CHECK(stretch(dot, {0, 0, 1, 1}, 5, 5, {}, edges_of(dot))[12] == 9);
}

}  // namespace lightwell::engines::vision
