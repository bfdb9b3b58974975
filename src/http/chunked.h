// The chunked transfer coding, taken apart in place: no byte of content is copied.
// https://www.rfc-editor.org/rfc/rfc9112#section-7.1

#pragma once

#include <cstdint>
#include <string_view>

#include "http/head.h"

namespace lightwell::http {

class ChunkDecoder {
 public:
  struct Step {
    size_t skip = 0;    // framing at the buffer's front, to be dropped
    size_t data = 0;    // content right behind it
    bool done = false;  // the last chunk and the trailer have passed
  };
  // What lies at the front of `buffer`, which begins where the last step ended (skip + data). A step that is neither
  // done nor has data needs more bytes behind those it did not skip.
  Parsed<Step> step(std::string_view buffer);

 private:
  enum class State { size_line, data, data_end, trailer };
  // Bytes taken off `buffer`, 0 when it ends before the line does.
  Parsed<size_t> take_size_line(std::string_view buffer);
  Parsed<size_t> take_data_end(std::string_view buffer);
  Parsed<size_t> take_trailer_line(std::string_view buffer, bool& last);

  State state_ = State::size_line;
  uint64_t left_ = 0;  // of the chunk under way
  size_t trailer_bytes_ = 0;
};

}  // namespace lightwell::http
