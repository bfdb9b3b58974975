#include "services/rekognition/text_rules.h"

#include <doctest/doctest.h>

namespace lightwell::rekognition {
namespace {

namespace aws = api::rekognition;
namespace vision = engines::vision;

vision::TextWord word(const char* text, float left, float top, float confidence = .95f) {
  return {.text = text, .confidence = confidence, .box = {left, top, .1f, .05f}};
}

std::vector<vision::TextLine> sign() {
  return {{.text = "NO PARKING",
           .confidence = .9f,
           .box = {.1f, .1f, .3f, .05f},
           .words = {word("NO", .1f, .1f), word("PARKING", .3f, .1f, .6f)}},
          {.text = "HERE", .confidence = .9f, .box = {.1f, .5f, .1f, .05f}, .words = {word("HERE", .1f, .5f)}}};
}

aws::DetectTextFilters region(double left, double top, double width, double height) {
  aws::DetectTextFilters filters;
  auto& box = filters.regions_of_interest.emplace().emplace_back().bounding_box.emplace();
  box.left = left;
  box.top = top;
  box.width = width;
  box.height = height;
  return filters;
}

}  // namespace

TEST_CASE("lines come first, then their words, which name their line") {
  const auto all = text_detections(sign(), {});
  REQUIRE(all.size() == 5);
  CHECK(all[0].detected_text == "NO PARKING");
  CHECK(all[0].type == "LINE");
  CHECK_FALSE(all[0].parent_id);
  CHECK(all[1].id == 1);
  CHECK(all[2].type == "WORD");
  CHECK(all[2].id == 2);
  CHECK(all[2].parent_id == 0);
  CHECK(all[4].detected_text == "HERE");
  CHECK(all[4].parent_id == 1);
  CHECK(all[4].geometry->polygon->size() == 4);
}

TEST_CASE("a filter leaves words out, and a line with its last word") {
  aws::DetectTextFilters filters;
  filters.word_filter.emplace().min_confidence = 90;
  CHECK(text_detections(sign(), filters).size() == 4);
  filters.word_filter->min_bounding_box_height = .06;
  CHECK(text_detections(sign(), filters).empty());
}

TEST_CASE("a word counts as inside a region when more than half of it is") {
  CHECK(text_detections(sign(), region(0, 0, .25, .3)).size() == 2);
  CHECK(text_detections(sign(), region(0, 0, .36, .3)).size() == 3);
  CHECK(text_detections(sign(), region(.6, .6, .2, .2)).empty());
  CHECK(share_inside({.0f, .0f, .2f, .2f}, {{0, 0}, {.2f, 0}, {0, .2f}}) == doctest::Approx(.5));
  CHECK(share_inside({.0f, .0f, .2f, .2f}, {{.5f, .5f}, {1, .5f}, {1, 1}}) == 0);
  CHECK(share_inside({.2f, .2f, .1f, .1f}, {{0, 0}, {1, 0}, {1, 1}, {0, 1}}) == doctest::Approx(1));
}

TEST_CASE("a region is a box or a polygon within the picture") {
  CHECK(check_filters({}));
  CHECK(check_filters(region(0, 0, 1, 1)));
  CHECK_FALSE(check_filters(region(.5, 0, .6, 1)));
  CHECK_FALSE(check_filters(region(0, 0, 0, 1)));
  aws::DetectTextFilters filters;
  auto& polygon = filters.regions_of_interest.emplace().emplace_back().polygon.emplace();
  const auto add = [&](double x, double y) {
    auto& point = polygon.emplace_back();
    point.x = x;
    point.y = y;
  };
  add(0, 0);
  add(1, 0);
  CHECK_FALSE(check_filters(filters));
  add(1, 1);
  CHECK(check_filters(filters));
  polygon.back().y.reset();
  CHECK_FALSE(check_filters(filters));
}

TEST_CASE("no more than a hundred words are told") {
  std::vector<vision::TextLine> lines(1);
  for (int i = 0; i < 150; ++i) lines.front().words.push_back(word("word", .1f, .1f));
  CHECK(text_detections(lines, {}).size() == 101);
}

}  // namespace lightwell::rekognition
