// How the messages of engines travel: a header of fixed size and a body. (An image engine's requests are of fixed size
// as a whole.) Numbers are little-endian, texts carry their length. An engine has seen hostile bytes, so its replies
// are taken for hostile too: every length is bounded, every number and text checked.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "base/text.h"

namespace lightwell::engines::protocol {

inline constexpr uint32_t kMagic = 0x4945574C;  // "LWEI"

// The kind of reply every engine has; its others begin behind it.
inline constexpr uint16_t kReady = 1;

struct FrameHeader {
  uint16_t kind = kReady;
  uint32_t body_bytes = 0;
  friend bool operator==(const FrameHeader&, const FrameHeader&) = default;
};
inline constexpr size_t kFrameHeaderBytes = 12;
inline constexpr uint32_t kFrameBodyBytesMax = 16u << 20;
std::array<std::byte, kFrameHeaderBytes> encode(const FrameHeader& header);
// Nothing: not this protocol, or a body over the limit.
std::optional<FrameHeader> decode_frame_header(Bytes bytes);

// The words say what is wrong with a message, for the log.
template <class T>
using Decoded = std::expected<T, std::string>;

// The engine is ready: it has locked itself in and waits for the first request.
struct Ready {
  bool locked = false;  // system calls are filtered
  std::string trouble;  // why it can do less than it should; words for the log
  friend bool operator==(const Ready&, const Ready&) = default;
};
std::string encode(const Ready& ready);
Decoded<Ready> decode_ready(Bytes body);

inline constexpr size_t kMessageBytesMax = 512;  // of a sentence
// Words for a person: UTF-8 without control characters.
bool is_sentence(std::string_view text);

}  // namespace lightwell::engines::protocol
