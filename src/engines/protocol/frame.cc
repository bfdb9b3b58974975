#include "engines/protocol/frame.h"

#include <algorithm>

#include "engines/protocol/packing.h"

namespace lightwell::engines::protocol {
namespace {

constexpr uint16_t kVersion = 2;

}  // namespace

std::array<std::byte, kFrameHeaderBytes> encode(const FrameHeader& header) {
  Packer packer;
  packer.number(kMagic);
  packer.number(kVersion);
  packer.number(header.kind);
  packer.number(header.body_bytes);
  return exactly<kFrameHeaderBytes>(packer.take());
}

std::optional<FrameHeader> decode_frame_header(Bytes bytes) {
  Unpacker in(bytes);
  in.require(in.number<uint32_t>() == kMagic && in.number<uint16_t>() == kVersion, "not this protocol");
  const FrameHeader header = {in.number<uint16_t>(), in.number<uint32_t>()};
  in.require(header.body_bytes <= kFrameBodyBytesMax && in.at_end(), "too long");
  if (!in.why().empty()) return std::nullopt;
  return header;
}

std::string encode(const Ready& ready) {
  Packer packer;
  packer.number(uint8_t(ready.locked));
  packer.text(std::string_view(ready.trouble).substr(0, kMessageBytesMax));
  return packer.take();
}

Decoded<Ready> decode_ready(Bytes body) {
  Unpacker in(body);
  const uint8_t locked = in.number<uint8_t>();
  const std::string_view trouble = in.bytes(kMessageBytesMax);
  in.require(locked <= 1 && is_sentence(trouble) && in.at_end(), "it is no ready message");
  if (!in.why().empty()) return std::unexpected(in.why());
  return Ready{locked == 1, std::string(trouble)};
}

bool is_sentence(std::string_view text) {
  return is_utf8(text) &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace lightwell::engines::protocol
