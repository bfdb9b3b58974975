#include "engines/protocol/frame.h"

#include <algorithm>

#include "engines/protocol/walker.h"

namespace lightwell::engines::protocol {
namespace {

constexpr uint16_t kVersion = 2;

constexpr auto kReadyMessage = [](auto& io, auto& ready) {
  io.flag(ready.locked);
  io.text(ready.trouble, kMessageBytesMax);
  io.require(is_sentence(ready.trouble), "the words are no text");
};

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
  return packed(Ready{ready.locked, ready.trouble.substr(0, kMessageBytesMax)}, kReadyMessage);
}
Decoded<Ready> decode_ready(Bytes body) { return unpacked<Ready>(body, kReadyMessage); }

bool is_sentence(std::string_view text) {
  return is_utf8(text) &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace lightwell::engines::protocol
