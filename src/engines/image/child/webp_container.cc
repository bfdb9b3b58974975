#include "engines/image/child/webp_container.h"

#include <cstdint>

namespace lightwell::engines::image {
namespace {

constexpr size_t kFileHead = 12;   // RIFF, size, WEBP
constexpr size_t kChunkHead = 8;   // name, size
constexpr char kAlphaFlag = 0x10;  // of VP8X; the others announce what is left out here

uint32_t little_endian(std::string_view bytes, size_t at) {
  uint32_t value = 0;
  for (size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

std::string four_bytes(uint32_t value) { return {char(value), char(value >> 8), char(value >> 16), char(value >> 24)}; }

}  // namespace

std::string without_metadata(std::string_view webp) {
  std::string extended, alpha, picture;
  for (size_t at = kFileHead; at + kChunkHead <= webp.size();) {
    const std::string_view name = webp.substr(at, 4);
    const size_t size = kChunkHead + size_t(little_endian(webp, at + 4));
    const std::string_view chunk = webp.substr(at, size + (size & 1));
    if (name == "VP8X") extended = chunk;
    if (name == "ALPH") alpha = chunk;
    if (name == "VP8 " || name == "VP8L") picture = chunk;
    at += size + (size & 1);
  }
  // The extended form is for files of many parts; without transparency beside it, the picture stands alone.
  if (alpha.empty()) extended.clear();
  if (!extended.empty()) extended[kChunkHead] = kAlphaFlag;
  const std::string body = "WEBP" + extended + alpha + picture;
  return "RIFF" + four_bytes(uint32_t(body.size())) + body;
}

}  // namespace lightwell::engines::image
