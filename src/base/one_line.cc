#include "base/one_line.h"

#include <fmt/format.h>

#include <cstdint>

namespace lightwell {
namespace {

// Of U+0080 to U+009F, which steer terminals too, both bytes are.
bool is_control(std::string_view text, size_t at) {
  const auto is_low = [&](size_t i) { return i < text.size() && (uint8_t(text[i]) & 0xE0) == 0x80; };
  const auto c = uint8_t(text[at]);
  return c < 0x20 || c == 0x7F || (c == 0xC2 && is_low(at + 1)) ||
         (at > 0 && uint8_t(text[at - 1]) == 0xC2 && is_low(at));
}

}  // namespace

std::string one_line(std::string_view text, size_t bytes_max) {
  const bool is_cut = text.size() > bytes_max;
  if (is_cut) {
    while (bytes_max > 0 && (uint8_t(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
    text = text.substr(0, bytes_max);
  }
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    if (is_control(text, at)) {
      out += fmt::format("\\x{:02x}", uint8_t(text[at]));
    } else {
      out += text[at];
    }
  }
  return is_cut ? out + "…" : out;
}

}  // namespace lightwell
