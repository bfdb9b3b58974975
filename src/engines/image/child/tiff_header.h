// TIFF, and the raw files of cameras that look like it: its first folder of tags tells which.

#pragma once

#include <optional>

#include "base/text.h"
#include "engines/image/child/sniff.h"

namespace lightwell::engines::image {

// Nothing: it does not begin like a TIFF.
std::optional<Sniffed> sniff_tiff(Bytes original);

}  // namespace lightwell::engines::image
