#include "engines/vision/child/objects.h"

#include <doctest/doctest.h>

#include <cmath>

namespace lightwell::engines::vision {

TEST_CASE("an SSD's boxes are told top first, and each class of a box by its own score") {
  const std::vector<float> boxes = {.1f, .2f, .5f, .6f, 0, 0, 1, 1};
  const std::vector<float> scores = {.9f, .1f, .7f, .2f, .8f, .1f};  // three classes
  const auto found = read_ssd(boxes, scores, .5f);
  REQUIRE(found.size() == 3);
  CHECK(found[0].rect.x0 == .2f);
  CHECK(found[0].rect.y1 == .5f);
  CHECK(found[0].index == 0);
  CHECK(found[1].index == 2);
  CHECK(found[2].index == 1);
  CHECK(found[2].rect.x1 == 1);
}

TEST_CASE("boxes and scores that are no numbers are passed over") {
  const float nan = std::nanf("");
  CHECK(read_ssd(std::vector<float>{nan, 0, 1, 1}, std::vector<float>{.9f}, .5f).empty());
  CHECK(read_ssd(std::vector<float>{0, 0, 1, 1}, std::vector<float>{nan}, .5f).empty());
  CHECK(read_ssd(std::vector<float>{1, 1, 0, 0}, std::vector<float>{.9f}, .5f).empty());
  CHECK(read_ssd({}, {}, .5f).empty());
  CHECK(read_centernet(std::vector<float>{0, 0, 10, 10, .9f, -3}, 100, .5f).empty());
  CHECK(read_centernet(std::vector<float>{0, 0, 10, 10, .9f, 1e9f}, 100, .5f).empty());
}

TEST_CASE("a CenterNet's rows are pixels of its own size") {
  const auto found = read_centernet(std::vector<float>{128, 0, 256, 512, .6f, 7, 0, 0, 1, 1, .1f, 2}, 512, .2f);
  REQUIRE(found.size() == 1);
  CHECK(found[0].rect.x0 == .25f);
  CHECK(found[0].rect.y1 == 1);
  CHECK(found[0].index == 7);
}

TEST_CASE("what two detectors see is surer than either; what one sees keeps its score") {
  const std::vector<Detection> first = {{{0, 0, .5f, .5f}, .5f, 1}};
  const std::vector<Detection> second = {
      {{0, 0, .5f, .45f}, .5f, 1}, {{.6f, .6f, 1, 1}, .4f, 1}, {{0, 0, .5f, .5f}, .3f, 2}};
  const auto both = joined(first, second);
  REQUIRE(both.size() == 3);
  CHECK(both[0].score == doctest::Approx(.7));
  CHECK(both[1].score == .4f);
  CHECK(both[2].score == .3f);
}

TEST_CASE("classes of two models are the same by their names") {
  const std::vector<std::string> to = {"person", "", "dog"};
  CHECK(same_names({"dog", "", "cat", "person"}, to) == std::vector<int>{2, -1, -1, 0});
}

}  // namespace lightwell::engines::vision
