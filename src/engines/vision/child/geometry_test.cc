#include "engines/vision/child/geometry.h"

#include <doctest/doctest.h>

#include <numbers>

namespace lightwell::engines::vision {
namespace {

bool near(Point a, Point b, float by = .01f) { return distance(a, b) < by; }

float area_of(const std::array<Point, 4>& corners) {
  return distance(corners[0], corners[1]) * distance(corners[1], corners[2]);
}

}  // namespace

TEST_CASE("overlap is what two boxes share, of what they cover together") {
  CHECK(overlap({0, 0, 10, 10}, {0, 0, 10, 10}) == doctest::Approx(1));
  CHECK(overlap({0, 0, 10, 10}, {5, 0, 15, 10}) == doctest::Approx(1. / 3));
  CHECK(overlap({0, 0, 10, 10}, {10, 0, 20, 10}) == 0);
  CHECK(overlap({0, 0, 0, 0}, {0, 0, 0, 0}) == 0);
}

TEST_CASE("a box is cut at the picture's edges") {
  CHECK(box_of({-5, 10, 50, 300}, 100, 200) == Box{0, .05f, .5f, .95f});
  const Box outside = box_of({150, 10, 160, 20}, 100, 200);
  CHECK(outside.left == 1);
  CHECK(outside.width == 0);
}

TEST_CASE("of detections on the same place the surest stays, of the same class sooner than of another") {
  const std::vector<Detection> found = {
      {{0, 0, 10, 10}, .6f, 1}, {{1, 0, 11, 10}, .9f, 1}, {{0, 0, 10, 10}, .5f, 2}, {{40, 40, 50, 50}, .4f, 1}};
  const auto kept = suppress(found, .5f, .95f, 100);
  REQUIRE(kept.size() == 3);
  CHECK(kept[0].score == .9f);
  CHECK(kept[1].index == 2);
  CHECK(kept[2].rect.x0 == 40);
  CHECK(suppress(found, .5f, .7f, 100).size() == 2);  // the rival on the same box goes too
  CHECK(suppress(found, .5f, .95f, 1).size() == 1);
}

TEST_CASE("a crop's corners lie where its centre, size and angle say, and the inverse leads back") {
  const Affine straight = crop_at({50, 60}, 20, 0, 100);
  CHECK(near(straight.of(50, 50), {50, 60}));
  CHECK(near(straight.of(0, 0), {40, 50}));
  const Affine turned = crop_at({50, 60}, 20, std::numbers::pi_v<float> / 2, 100);
  CHECK(near(turned.of(50, 50), {50, 60}));
  CHECK(near(turned.of(100, 50), {50, 70}));  // its right lies downwards
  const Point back = turned.inverse().of(50, 70);
  CHECK(near(back, {100, 50}));
}

TEST_CASE("a similarity is found again from points that it moved") {
  const Affine moved = {.8f, -.6f, 12, .6f, .8f, -7};  // turned by 37 degrees and shifted
  std::array<Point, 5> from = {{{0, 0}, {10, 0}, {5, 5}, {2, 9}, {8, 9}}};
  std::array<Point, 5> to = {};
  for (size_t i = 0; i < from.size(); ++i) to[i] = moved.of(from[i].x, from[i].y);
  const Affine found = similarity(from, to);
  for (const Point& point : from) CHECK(near(found.of(point.x, point.y), moved.of(point.x, point.y)));
  const std::array<Point, 2> same = {{{3, 3}, {3, 3}}};
  CHECK(near(similarity(same, same).of(100, 100), {3, 3}));  // points that lie on each other tell no size
}

TEST_CASE("the smallest rectangle around points stands at their angle") {
  std::vector<Point> points;
  const Affine turn = {.8f, -.6f, 100, .6f, .8f, 100};
  for (int x = 0; x <= 40; ++x) {
    for (int y = 0; y <= 10; ++y) points.push_back(turn.of(float(x), float(y)));
  }
  const auto corners = smallest_rectangle(points);
  CHECK(area_of(corners) == doctest::Approx(400).epsilon(.01));
  CHECK(convex_hull(points).size() >= 4);
  CHECK(area_of(smallest_rectangle({{1, 1}, {5, 5}})) == doctest::Approx(0));
  CHECK(near(smallest_rectangle({{7, 8}})[2], {7, 8}));
  CHECK(smallest_rectangle({})[0] == Point{});
}

TEST_CASE("corners begin at the top left and go on clockwise") {
  const std::array<Point, 4> wanted = {{{0, 0}, {10, 0}, {10, 5}, {0, 5}}};
  CHECK(from_top_left({{{10, 5}, {0, 5}, {0, 0}, {10, 0}}}) == wanted);
  CHECK(from_top_left({{{0, 0}, {0, 5}, {10, 5}, {10, 0}}}) == wanted);  // was the other way round
}

}  // namespace lightwell::engines::vision
