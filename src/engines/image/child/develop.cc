#include "engines/image/child/develop.h"

#include <algorithm>

#include "engines/image/child/look.h"
#include "engines/image/child/picture.h"

namespace lightwell::engines::image {

Look<protocol::PixelsReply> develop_pixels(Bytes original, const protocol::Request& asked,
                                           std::span<std::byte> memory) {
  TRY(const Shown shown, find_shown(original, asked.pixels_max));
  protocol::PixelsReply reply = {.type = shown.type,
                                 .original_width = shown.header.width,
                                 .original_height = shown.header.height,
                                 .orientation = shown.orientation()};
  if (reply.orientation >= 5) std::swap(reply.original_width, reply.original_height);
  TRY(const Size size, decode_pixels(shown.file(original), shown.turned, asked.side_max, memory));
  reply.width = size.width;
  reply.height = size.height;
  return reply;
}

Look<Jpeg> develop_jpeg(Bytes original, const protocol::Request& asked) {
  TRY(const Shown shown, find_shown(original, asked.pixels_max));
  return make_jpeg(shown.file(original), shown.turned,
                   {.side_max = asked.side_max,
                    .quality = uint8_t(asked.quality),
                    .jpeg_bytes_max = asked.jpeg_bytes_max,
                    .part = asked.part});
}

}  // namespace lightwell::engines::image
