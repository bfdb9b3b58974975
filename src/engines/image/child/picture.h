// Pixels: what a file's header promises, and the previews made of it by libvips.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/text.h"
#include "engines/image/child/refusal.h"
#include "engines/image/image_report.h"
#include "engines/image/pixels.h"

namespace lightwell::engines::image {

struct Header {
  uint32_t width = 0;  // pixels, as stored
  uint32_t height = 0;
  uint8_t orientation = 1;  // that libvips will apply
  uint32_t frames = 1;
  uint64_t metadata_bytes = 0;
};

// Reads the header alone; no pixel is decoded. Refuses what is larger than `pixels_max`.
Look<Header> read_header(Bytes file, uint64_t pixels_max);

struct Pictures {
  Preview small;
  Preview large;
  std::string thumbhash;
  bool is_cut_off = false;  // the file breaks off, and a part of the picture is blank
};

// Decodes once, at the smallest scale that the format offers and the previews allow. Of a file that breaks off, what
// can be decoded. `orientation` replaces the file's own where it is given.
Look<Pictures> make_pictures(Bytes file, std::optional<uint8_t> orientation);

struct Size {
  uint32_t width = 0;
  uint32_t height = 0;
};
// The picture in `side_max` x `side_max`, whole or not at all, as rows of red, green, blue at the beginning of
// `memory`.
Look<Size> decode_pixels(Bytes file, std::optional<uint8_t> orientation, uint32_t side_max,
                         std::span<std::byte> memory);
// Of `options`, those of the JPEG itself.
Look<Jpeg> make_jpeg(Bytes file, std::optional<uint8_t> orientation, const JpegOptions& options);

}  // namespace lightwell::engines::image
