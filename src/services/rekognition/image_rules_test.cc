#include "services/rekognition/image_rules.h"

#include <doctest/doctest.h>

#include "services/rekognition/errors.h"

namespace lightwell::rekognition {
namespace {

using namespace std::literals;

const ErrorKind* kind_of(const Result<void>& checked) { return checked ? nullptr : checked.error().kind; }

api::rekognition::Image object(std::optional<std::string> bucket, std::optional<std::string> name) {
  api::rekognition::Image image;
  image.s3_object.emplace();
  image.s3_object->bucket = std::move(bucket);
  image.s3_object->name = std::move(name);
  return image;
}

}  // namespace

TEST_CASE("an image is bytes or an object, and not both") {
  api::rekognition::Image image;
  CHECK(kind_of(check_image(image)) == &errors::invalid_parameter_exception);
  image.bytes = "x";
  CHECK(check_image(image));
  image.s3_object.emplace();
  CHECK(kind_of(check_image(image)) == &errors::invalid_parameter_exception);
  image.s3_object.reset();
  image.bytes = std::string(kBytesMax + 1, 'x');
  CHECK(kind_of(check_image(image)) == &errors::image_too_large_exception);
  CHECK(check_image(object("photos", "dog.jpg")));
  CHECK(kind_of(check_image(object("photos", {}))) == &errors::invalid_s3_object_exception);
  CHECK(kind_of(check_image(object({}, "dog.jpg"))) == &errors::invalid_s3_object_exception);
}

TEST_CASE("only JPEG and PNG are read, by their first bytes") {
  CHECK(check_format("\xff\xd8\xff\xe0 and more"sv));
  CHECK(check_format("\x89PNG\r\n\x1a\n and more"sv));
  for (const std::string_view other : {""sv, "\xff\xd8"sv, "GIF89a"sv, "RIFF....WEBP"sv, "%PDF-1.4"sv, "hello"sv,
                                       "\x00\x00\x00\x1c"
                                       "ftypheic"sv,
                                       "\x89PNG\n"sv}) {
    CHECK(kind_of(check_format(other)) == &errors::invalid_image_format_exception);
  }
}

TEST_CASE("an image has at least 80 pixels each way, and for labels at most ten thousand") {
  CHECK(check_smallest(80, 80));
  CHECK(kind_of(check_smallest(79, 4000)) == &errors::invalid_parameter_exception);
  CHECK(kind_of(check_smallest(1, 1)) == &errors::invalid_parameter_exception);
  CHECK(check_largest(10'000, 10'000));
  const auto refused = check_largest(10'001, 100);
  CHECK(kind_of(refused) == &errors::image_too_large_exception);
  CHECK(refused.error().message == "Input image dimensions 10001 x 100 exceed maximum dimension size of 10000 pixels");
}

}  // namespace lightwell::rekognition
