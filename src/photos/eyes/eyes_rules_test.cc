#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "api/rekognition/errors.h"
#include "photos/errors.h"
#include "photos/eyes/crop_rules.h"
#include "photos/eyes/detector_rules.h"
#include "photos/eyes/perceptual_hash.h"
#include "photos/jobs/image_reader.h"

namespace lightwell::photos {
namespace {

// A bright disc on a slope of grey, at any size.
std::vector<uint8_t> drawn(int width, int height, double disc_x = 0.3, int lift = 0) {
  std::vector<uint8_t> rgb;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double u = double(x) / width;
      const double v = double(y) / height;
      const bool is_disc = std::hypot(u - disc_x, v - 0.4) < 0.2;
      const auto value = uint8_t(std::min(255.0, (is_disc ? 220 : 60 + 90 * v) + lift));
      rgb.insert(rgb.end(), {value, value, value});
    }
  }
  return rgb;
}

}  // namespace

TEST_CASE("the perceptual hash knows a picture in another size and a little brighter") {
  const uint64_t hash = perceptual_hash(drawn(512, 384), 512, 384);
  CHECK(distance(hash, perceptual_hash(drawn(200, 150), 200, 150)) <= 4);
  CHECK(distance(hash, perceptual_hash(drawn(512, 384, 0.3, 15), 512, 384)) <= 4);
  CHECK(distance(hash, perceptual_hash(drawn(512, 384, 0.7), 512, 384)) > 12);
  CHECK(distance(0, ~uint64_t(0)) == 64);
  for (const auto& [width, height] : {std::pair(1, 1), {3, 400}, {400, 3}, {31, 33}}) {
    perceptual_hash(drawn(width, height), width, height);  // small ones are no trouble
  }
  CHECK(perceptual_hash(std::vector<uint8_t>(10), 100, 100) == 0);
}

TEST_CASE("the picture of a face is a square inside its photo") {
  const Box middle = crop_around({.left = 0.4, .top = 0.4, .width = 0.1, .height = 0.2}, 1000, 500);
  CHECK(middle.width * 1000 == doctest::Approx(150));
  CHECK(middle.height * 500 == doctest::Approx(150));
  CHECK(middle.left == doctest::Approx(0.375));
  const Box corner = crop_around({.left = 0.95, .top = 0, .width = 0.05, .height = 0.1}, 1000, 500);
  CHECK(corner.left + corner.width == doctest::Approx(1));
  CHECK(corner.top == 0);
  const Box huge = crop_around({.left = 0, .top = 0, .width = 1, .height = 1}, 300, 200);
  CHECK(huge.width * 300 == doctest::Approx(200));
  CHECK(huge.height == doctest::Approx(1));
}

TEST_CASE("what the service says of labels, text and faces becomes the library's words") {
  api::rekognition::DetectLabelsResponse labels;
  auto& label = labels.labels.emplace().emplace_back();
  label.name = "Dog";
  label.confidence = 98;
  auto& box = label.instances.emplace().emplace_back().bounding_box.emplace();
  box.left = -0.1;
  box.top = 0.5;
  box.width = 0.4;
  box.height = 0.9;
  const SeenPicture seen = picture_in(labels);
  REQUIRE(seen.labels.size() == 1);
  const LabelInstance& instance = seen.labels[0].instances.at(0);
  CHECK(instance.box.left == 0);
  CHECK(instance.box.width == doctest::Approx(0.3));
  CHECK(instance.box.height == doctest::Approx(0.5));
  CHECK(instance.confidence == 98);
  CHECK_FALSE(seen.quality);

  api::rekognition::IndexFacesResponse faces;
  auto& records = faces.face_records.emplace();
  for (const double yaw : {0.0, 80.0}) {
    auto& record = records.emplace_back();
    auto& face = record.face.emplace();
    face.face_id = "id";
    face.confidence = 99;
    face.bounding_box = box;
    record.face_detail.emplace().pose.emplace().yaw = yaw;
  }
  records.emplace_back();
  const auto found = faces_in(faces);
  REQUIRE(found.size() == 2);
  CHECK(found[0].quality > 1.5 * found[1].quality);
}

TEST_CASE("whose fault a refusal of the service is decides whether it is asked again") {
  using namespace api::rekognition::errors;
  CHECK(detector_failure(error(invalid_image_format_exception)).kind == &errors::bad_picture);
  CHECK(detector_failure(error(image_too_large_exception)).kind == &errors::bad_picture);
  CHECK(detector_failure(error(internal_server_error)).kind == &errors::reader_failed);
  CHECK(detector_failure(error(throttling_exception)).kind == &lightwell::errors::slow_down);
  CHECK(detector_failure(error(lightwell::errors::stopped)).kind == &lightwell::errors::stopped);
  CHECK(detector_failure(error(not_implemented)).kind == &errors::models_missing);
  CHECK(detector_failure(error(resource_not_ready_exception)).kind == &errors::models_missing);
}

}  // namespace lightwell::photos
