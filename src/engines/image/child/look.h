// One look at an original: the whole story from bytes to report.

#pragma once

#include "base/text.h"
#include "engines/image/child/refusal.h"
#include "engines/image/image_report.h"

namespace lightwell::engines::image {

Look<ImageReport> look_at(Bytes original, uint64_t pixels_max);

}  // namespace lightwell::engines::image
