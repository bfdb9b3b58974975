// A picture for other eyes than a browser's: its pixels, or a JPEG.

#pragma once

#include <span>

#include "base/text.h"
#include "engines/image/child/refusal.h"
#include "engines/image/protocol/message.h"

namespace lightwell::engines::image {

// Writes rows of red, green, blue to the beginning of `memory`, which has room for side_max x side_max pixels.
Look<protocol::PixelsReply> develop_pixels(Bytes original, const protocol::Request& asked, std::span<std::byte> memory);
Look<Jpeg> develop_jpeg(Bytes original, const protocol::Request& asked);

}  // namespace lightwell::engines::image
