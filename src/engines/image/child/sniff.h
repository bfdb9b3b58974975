// What a file is, by its first bytes. Its name and what the browser said of it are not asked.

#pragma once

#include <string_view>

#include "base/text.h"
#include "engines/image/child/refusal.h"
#include "engines/image/image_report.h"

namespace lightwell::engines::image {

struct Sniffed {
  ImageType type;
  std::string_view media_type;
};

Look<Sniffed> sniff(Bytes original);

}  // namespace lightwell::engines::image
