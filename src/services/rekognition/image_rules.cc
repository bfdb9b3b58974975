#include "services/rekognition/image_rules.h"

#include <fmt/format.h>

#include "services/rekognition/errors.h"

namespace lightwell::rekognition {

using namespace std::literals;

Result<void> check_image(const api::rekognition::Image& image) {
  if (image.bytes.has_value() == image.s3_object.has_value()) return fail(errors::invalid_parameter_exception);
  if (image.bytes) {
    if (image.bytes->size() > kBytesMax) return fail(errors::image_too_large_exception);
    return {};
  }
  const api::rekognition::S3Object& object = *image.s3_object;
  if (!object.bucket || !object.name || object.bucket->empty() || object.name->empty()) {
    return fail(errors::invalid_s3_object_exception, "Request has invalid S3 object.");
  }
  return {};
}

Result<void> check_format(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff"sv) || bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return {};
  return fail(errors::invalid_image_format_exception);
}

Result<void> check_smallest(uint32_t width, uint32_t height) {
  if (width >= kSideMin && height >= kSideMin) return {};
  return fail(errors::invalid_parameter_exception,
              fmt::format("Request has invalid parameters: the image is {} x {} pixels, and the minimum is {} for both "
                          "height and width",
                          width, height, kSideMin));
}

Result<void> check_largest(uint32_t width, uint32_t height) {
  if (width <= kSideMax && height <= kSideMax) return {};
  return fail(errors::image_too_large_exception,
              fmt::format("Input image dimensions {} x {} exceed maximum dimension size of {} pixels", width, height,
                          kSideMax));
}

}  // namespace lightwell::rekognition
