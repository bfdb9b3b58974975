#include "services/rekognition/errors.h"

#include "engines/image/image_report.h"
#include "engines/vision/vision_engine.h"

namespace lightwell::rekognition {
namespace {

Error as(const ErrorKind& kind, Error failure) {
  std::string words = std::move(failure.log_words);
  if (words.empty()) words = std::move(failure.message);
  return error(kind).log(std::move(words));
}

}  // namespace

Error in_amazons_words(Error failure) {
  using namespace lightwell::errors;
  if (failure.kind == &slow_down || failure.kind == &stopped) return as(errors::throttling_exception, failure);
  if (failure.kind == &internal_error) return as(errors::internal_server_error, failure);
  return failure;
}

Error picture_error(Error failure) {
  if (const auto cause = engines::image_failure(failure)) {
    switch (*cause) {
      case engines::ImageFailure::too_large:
      case engines::ImageFailure::timed_out:
      case engines::ImageFailure::out_of_memory: return as(errors::image_too_large_exception, failure);
      default: return as(errors::invalid_image_format_exception, failure);
    }
  }
  // The engines' queues are the throughput that was provisioned.
  if (failure.kind == &lightwell::errors::slow_down) {
    return as(errors::provisioned_throughput_exceeded_exception, failure);
  }
  if (failure.kind == &engines::errors::vision_failed) return as(errors::internal_server_error, failure);
  return in_amazons_words(std::move(failure));
}

}  // namespace lightwell::rekognition
