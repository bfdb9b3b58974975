// Which pictures may be sent, and how.
// https://docs.aws.amazon.com/rekognition/latest/dg/limits.html

#pragma once

#include <cstdint>
#include <string_view>

#include "api/rekognition/types.h"
#include "base/result.h"

namespace lightwell::rekognition {

inline constexpr uint64_t kBytesMax = 5ull << 20;    // of a picture in the request
inline constexpr uint64_t kObjectMax = 15ull << 20;  // of one in S3
inline constexpr uint32_t kSideMin = 80;             // pixels
inline constexpr uint32_t kSideMax = 10'000;         // pixels, for labels

// Either bytes or an object with a bucket and a name. Errors: InvalidParameterException, InvalidS3ObjectException,
// ImageTooLargeException.
Result<void> check_image(const api::rekognition::Image& image);
// JPEG or PNG by their first bytes; what a name or a type says does not count. InvalidImageFormatException.
Result<void> check_format(std::string_view bytes);
// InvalidParameterException below kSideMin.
Result<void> check_smallest(uint32_t width, uint32_t height);
// ImageTooLargeException above kSideMax.
Result<void> check_largest(uint32_t width, uint32_t height);

}  // namespace lightwell::rekognition
