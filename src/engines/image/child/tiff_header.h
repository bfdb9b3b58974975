// TIFF, and the raw files of cameras that look like it: its first folder of tags tells which.

#pragma once

#include <optional>

#include "base/text.h"
#include "engines/image/child/sniff.h"

namespace lightwell::engines::image {

// Nothing: it does not begin like a TIFF.
std::optional<Sniffed> sniff_tiff(Bytes original);

// The JPEG that is the first picture of a TIFF in one piece. Nothing: it is stored otherwise.
std::optional<Bytes> jpeg_in_tiff(Bytes tiff);

}  // namespace lightwell::engines::image
