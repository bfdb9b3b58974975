// What the image engine makes of an original for other eyes: its pixels in shared memory, or a JPEG of bounded size.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engines/image/image_report.h"
#include "run/bytes.h"

namespace lightwell::engines {

// A picture as rows of 8-bit red, green, blue in sRGB: upright, without gaps between the rows, transparency laid over
// white, the first frame of an animation. The memory (an unnamed file) cannot be changed in size and goes with its last
// user; whoever gets the descriptor can only read.
struct Pixels {
  std::shared_ptr<const FileHandle> memory;
  uint32_t width = 0;
  uint32_t height = 0;
  ImageType type = ImageType::jpeg;  // of the original
  uint32_t original_width = 0;       // upright, before shrinking
  uint32_t original_height = 0;
  uint8_t orientation = 1;  // EXIF 1 to 8, as written in the original

  uint64_t bytes() const { return uint64_t(width) * height * 3; }
};

struct PixelsOptions {
  uint32_t side_max = 1600;  // pixels of the longer side, at most kPixelsSideMax; never enlarged
  uint64_t bytes_max = 2ull << 30;
  uint64_t pixels_max = 200'000'000;
  friend bool operator==(const PixelsOptions&, const PixelsOptions&) = default;
};
inline constexpr uint32_t kPixelsSideMax = 4096;

// Baseline JPEG, sRGB, upright, without metadata.
struct Jpeg {
  uint32_t width = 0;
  uint32_t height = 0;
  std::string bytes;
  friend bool operator==(const Jpeg&, const Jpeg&) = default;
};

// A part of the upright picture, as ratios of its width and height from the top left.
struct PicturePart {
  double left = 0;
  double top = 0;
  double width = 1;
  double height = 1;
  friend bool operator==(const PicturePart&, const PicturePart&) = default;
};

struct JpegOptions {
  uint32_t side_max = 1440;             // pixels of the longer side, at most kPixelsSideMax; never enlarged
  uint8_t quality = 85;                 // 1 to 100; lowered where the file would pass jpeg_bytes_max
  uint32_t jpeg_bytes_max = 4'000'000;  // at most kJpegBytesMax
  uint64_t bytes_max = 2ull << 30;
  uint64_t pixels_max = 200'000'000;
  PicturePart part;  // the whole, or what is cut out of it; what reaches beyond the picture is left out
  friend bool operator==(const JpegOptions&, const JpegOptions&) = default;
};
inline constexpr uint32_t kJpegBytesMax = 8'000'000;

}  // namespace lightwell::engines
