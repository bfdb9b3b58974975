#include "services/rekognition/face_rules.h"

#include <doctest/doctest.h>

#include "services/rekognition/moderation_rules.h"

namespace lightwell::rekognition {
namespace {

namespace vision = engines::vision;

vision::Face good_face() {
  vision::Face face;
  face.box = {.4f, .4f, .2f, .2f};
  face.confidence = .99f;
  face.brightness = 60;
  face.sharpness = 60;
  face.landmarks.fill({.5f, .5f});
  return face;
}

}  // namespace

TEST_CASE("what is asked of a face is told, and nothing that no model knows") {
  vision::Face face = good_face();
  face.attributes = vision::FaceAttributes{.age = 31, .age_low = 25, .age_high = 37, .is_male = {true, .9f}};
  face.emotions.emplace().fill(0);
  face.emotions->at(size_t(vision::Emotion::happy)) = 1;
  face.smile = vision::Opinion{true, .8f};
  const auto usual = face_detail(face, attributes_of({{"DEFAULT"}}));
  CHECK(usual.landmarks->size() == 28);
  CHECK(usual.landmarks->front().type == "eyeLeft");
  CHECK(usual.landmarks->back().type == "upperJawlineRight");
  CHECK_FALSE(usual.age_range);
  CHECK_FALSE(usual.smile);
  const auto all = face_detail(face, attributes_of({{"DEFAULT", "ALL"}}));
  CHECK(all.age_range->low == 25);
  CHECK(all.gender->value == "Male");
  CHECK(all.emotions->front().type == "HAPPY");
  CHECK(*all.smile->confidence == doctest::Approx(80));
  CHECK_FALSE(all.eyeglasses);
  CHECK_FALSE(all.beard);
  CHECK_FALSE(all.eyes_open);
  const auto one = face_detail(face, attributes_of({{"GENDER"}}));
  CHECK(one.gender);
  CHECK_FALSE(one.emotions);
}

TEST_CASE("of a face that is turned away only its place is told") {
  vision::Face face = good_face();
  face.landmarks = {};
  const auto told = face_detail(face, {});
  CHECK(told.bounding_box);
  CHECK_FALSE(told.landmarks);
  CHECK_FALSE(told.pose);
}

TEST_CASE("a face is below a bar for the reasons there are") {
  vision::Face face = good_face();
  CHECK(shortcomings(face, QualityBar::high, 1000, 1000).empty());
  CHECK(shortcomings(face, QualityBar::low, 50, 50) == std::vector<std::string>{"SMALL_BOUNDING_BOX"});
  face.pose.pitch = -45;
  CHECK(shortcomings(face, QualityBar::low, 1000, 1000).empty());
  CHECK(shortcomings(face, QualityBar::medium, 1000, 1000) == std::vector<std::string>{"EXTREME_POSE"});
  face.confidence = 0;
  CHECK(shortcomings(face, QualityBar::none, 10, 10).empty());
  CHECK(quality_bar({}, QualityBar::none) == QualityBar::none);
  CHECK(quality_bar("AUTO", QualityBar::none) == QualityBar::medium);
  CHECK(quality_bar("NONE", QualityBar::high) == QualityBar::none);
}

TEST_CASE("boxes are compared by what they share") {
  CHECK(likeness({0, 0, 1, 1}, {0, 0, 1, 1}) == doctest::Approx(1));
  CHECK(likeness({0, 0, 1, 1}, {.5, 0, 1, 1}) == doctest::Approx(1.0 / 3));
  CHECK(likeness({0, 0, 1, 1}, {1, 1, 1, 1}) == 0);
}

TEST_CASE("moderation says what its five classes can say, and the suggestive only when it is sure") {
  const auto labels = [](float drawing, float porn, float sexy) {
    return moderation_labels({{.name = "drawing", .probability = drawing},
                              {.name = "porn", .probability = porn},
                              {.name = "sexy", .probability = sexy}},
                             kModerationConfidenceMin);
  };
  CHECK(labels(.9f, 0, 0).empty());
  CHECK(labels(0, .4f, .4f).empty());
  CHECK(labels(0, 0, .86f).empty());
  const auto found = labels(0, .7f, 0);
  REQUIRE(found.size() == 2);
  CHECK(found[0].name == "Explicit Nudity");
  CHECK(found[0].parent_name == "Explicit");
  CHECK(found[0].taxonomy_level == 2);
  CHECK(found[1].name == "Explicit");
  CHECK(found[1].parent_name == "");
  CHECK(labels(0, 0, .95f).size() == 1);
}

}  // namespace lightwell::rekognition
