// The finished picture that a camera puts into its raw files. Raw data itself is not developed.

#pragma once

#include <optional>
#include <string>

#include "base/text.h"
#include "engines/image/child/metadata.h"

namespace lightwell::engines::image {

struct RawPreview {
  std::string file;  // JPEG, seldom TIFF
  // Of the picture in the raw data, before orientation; 0 where the file does not tell.
  uint32_t raw_width = 0;
  uint32_t raw_height = 0;
};

// The smallest embedded picture that fills a screen, or else the largest. Nothing: there is none.
std::optional<RawPreview> find_raw_preview(Bytes original, const Metadata& metadata);

// Canon's CR3 is an ISO base media file: its preview lies in a box "PRVW".
std::optional<std::string> find_cr3_preview(Bytes original);

}  // namespace lightwell::engines::image
