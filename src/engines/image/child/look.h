// One look at an original: the whole story from bytes to report.

#pragma once

#include <optional>
#include <string>

#include "base/text.h"
#include "engines/image/child/picture.h"
#include "engines/image/child/refusal.h"
#include "engines/image/image_report.h"

namespace lightwell::engines::image {

Look<ImageReport> look_at(Bytes original, uint64_t pixels_max);

// The file whose pixels are shown: the original itself, or the finished picture in a camera's raw file.
struct Shown {
  ImageType type = ImageType::jpeg;  // of the original
  Header header;
  std::optional<uint8_t> turned;  // the orientation, where another than the file's own holds
  std::string inner;              // empty: the original

  Bytes file(Bytes original) const { return inner.empty() ? original : as_bytes(inner); }
  uint8_t orientation() const { return turned.value_or(header.orientation); }
};
Look<Shown> find_shown(Bytes original, uint64_t pixels_max);

}  // namespace lightwell::engines::image
