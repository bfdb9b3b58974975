// What the server and an image engine say to each other over their socket.
//
// The server sends a Request of fixed size with the original's descriptor beside it; the engine answers with one
// Reply: a header of fixed size, then a body. Numbers are little-endian, texts carry their length. The engine has read
// hostile bytes, so its replies are taken for hostile too: every length is bounded, every number and text checked.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "engines/image/image_report.h"

namespace lightwell::engines::protocol {

inline constexpr uint16_t kVersion = 1;

struct Request {
  uint64_t offset = 0;  // of the original in the file beside this message, in bytes
  uint64_t length = 0;
  uint64_t pixels_max = 0;
  friend bool operator==(const Request&, const Request&) = default;
};
inline constexpr size_t kRequestBytes = 32;
std::array<std::byte, kRequestBytes> encode(const Request& request);
std::optional<Request> decode_request(Bytes bytes);

enum class ReplyKind : uint8_t { ready = 1, report = 2, failure = 3 };

struct ReplyHeader {
  ReplyKind kind = ReplyKind::ready;
  uint32_t body_bytes = 0;
  friend bool operator==(const ReplyHeader&, const ReplyHeader&) = default;
};
inline constexpr size_t kReplyHeaderBytes = 12;
inline constexpr uint32_t kReplyBodyBytesMax = 16u << 20;
std::array<std::byte, kReplyHeaderBytes> encode(const ReplyHeader& header);
// Nothing: not this protocol, or a body over the limit.
std::optional<ReplyHeader> decode_reply_header(Bytes bytes);

// The engine is ready: it has locked itself in and waits for the first request.
struct Ready {
  bool locked = false;  // system calls are filtered
  friend bool operator==(const Ready&, const Ready&) = default;
};
struct Failure {
  ImageFailure kind = ImageFailure::damaged;
  std::string message;  // a sentence for the person who uploaded the file
  friend bool operator==(const Failure&, const Failure&) = default;
};
std::string encode(const Ready& ready);
std::string encode(const Failure& failure);
std::string encode(const ImageReport& report);

// The words say what is wrong with the reply, for the log.
template <class T>
using Decoded = std::expected<T, std::string>;
Decoded<Ready> decode_ready(Bytes body);
Decoded<Failure> decode_failure(Bytes body);
Decoded<ImageReport> decode_report(Bytes body);

// The limits that both sides keep to: the engine cuts, the server refuses.
inline constexpr size_t kTextBytesMax = 4096;
inline constexpr size_t kNameBytesMax = 256;  // camera, lens, media type, keyword
inline constexpr size_t kListMax = 100;
inline constexpr uint32_t kSideMax = 1'000'000;      // pixels
inline constexpr uint32_t kLargeSideMax = 1440;      // pixels, of the large preview
inline constexpr uint32_t kSmallShortSideMax = 256;  // pixels, of the small preview
inline constexpr uint32_t kSmallLongSideMax = 1024;
inline constexpr size_t kPreviewBytesMax = 6u << 20;
inline constexpr size_t kThumbhashBytesMin = 5;
inline constexpr size_t kThumbhashBytesMax = 25;

}  // namespace lightwell::engines::protocol
