#include "engines/vision/child/face_boxes.h"

#include <doctest/doctest.h>

#include <cmath>

namespace lightwell::engines::vision {

TEST_CASE("the detector's boxes are ratios of what it saw, black margins included") {
  const std::vector<float> boxes = {.1f, .2f, .3f, .4f, 0, 0, .1f, .1f};
  const std::vector<float> scores = {.1f, .9f, .6f, .4f};
  const auto found = read_face_boxes(boxes, scores, {100, 50, 500, 350}, .65f);
  REQUIRE(found.size() == 1);
  CHECK(found[0].rect.x0 == doctest::Approx(140));
  CHECK(found[0].rect.y0 == doctest::Approx(110));
  CHECK(found[0].rect.x1 == doctest::Approx(220));
  CHECK(found[0].score == .9f);
  const float nan = std::nanf("");
  CHECK(read_face_boxes(std::vector<float>{nan, 0, 1, 1}, std::vector<float>{0, .9f}, {0, 0, 9, 9}, .5f).empty());
}

TEST_CASE("large pictures are looked at in four tiles that overlap, small ones not") {
  CHECK(tiles_of(899, 600).empty());
  const auto tiles = tiles_of(1000, 500);
  REQUIRE(tiles.size() == 4);
  CHECK(tiles[0].x1 > tiles[2].x0);
  CHECK(tiles[3].x1 == 1000);
  CHECK(tiles[3].y1 == 500);
}

TEST_CASE("a tile tells of small faces that it shows whole") {
  const Rect tile = {400, 0, 1000, 600};
  const auto kept = [&](const Rect& rect) { return !whole_in_tile({{rect, .9f, 0}}, tile, 1000, 1000).empty(); };
  CHECK(kept({500, 100, 600, 200}));
  CHECK_FALSE(kept({400, 100, 500, 200}));  // cut by the tile's left edge
  CHECK(kept({900, 100, 1000, 200}));       // cut by the picture's own edge
  CHECK_FALSE(kept({500, 500, 600, 600}));  // cut by the tile's lower edge
  CHECK_FALSE(kept({450, 100, 800, 400}));  // large enough to be seen without tiles
}

TEST_CASE("faces of tiles fill gaps, and tiny ones are none") {
  const auto faces =
      merged({{{0, 0, 100, 100}, .9f, 0}, {{5, 5, 105, 105}, .8f, 0}},
             {{{20, 20, 60, 60}, .95f, 0}, {{300, 300, 340, 340}, .9f, 0}, {{500, 500, 509, 520}, .9f, 0}}, .35f);
  REQUIRE(faces.size() == 2);
  CHECK_FALSE(faces[0].is_of_tile);
  CHECK(faces[1].is_of_tile);
  CHECK(faces[1].rect.x0 == 300);
}

}  // namespace lightwell::engines::vision
