// What the server and an image engine say to each other over their socket.
//
// The server sends a Request of fixed size with the original's descriptor beside it, and for pixels that of the memory
// they go to; the engine answers with one reply (engines/protocol/frame.h).

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/text.h"
#include "engines/image/image_report.h"
#include "engines/image/pixels.h"
#include "engines/protocol/frame.h"

namespace lightwell::engines::protocol {

enum class ImageTask : uint32_t { report, pixels, jpeg };

struct Request {
  ImageTask task = ImageTask::report;
  uint64_t offset = 0;  // of the original in the file beside this message, in bytes
  uint64_t length = 0;
  uint64_t pixels_max = 0;
  uint32_t side_max = 0;        // of pixels and jpeg
  uint32_t quality = 0;         // of jpeg
  uint32_t jpeg_bytes_max = 0;  // of jpeg
  PicturePart part;             // of jpeg; travels in millionths
  friend bool operator==(const Request&, const Request&) = default;
};
inline constexpr size_t kRequestBytes = 64;
std::array<std::byte, kRequestBytes> encode(const Request& request);
std::optional<Request> decode_request(Bytes bytes);

enum class ReplyKind : uint16_t { ready = kReady, report, failure, pixels, jpeg };

struct Failure {
  ImageFailure kind = ImageFailure::damaged;
  std::string message;  // a sentence for the person who uploaded the file
  friend bool operator==(const Failure&, const Failure&) = default;
};
// The pixels themselves lie in the memory that came with the request.
struct PixelsReply {
  ImageType type = ImageType::jpeg;
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t original_width = 0;
  uint32_t original_height = 0;
  uint8_t orientation = 1;
  friend bool operator==(const PixelsReply&, const PixelsReply&) = default;
};
std::string encode(const Failure& failure);
std::string encode(const ImageReport& report);
std::string encode(const PixelsReply& pixels);
std::string encode(const Jpeg& jpeg);

Decoded<Failure> decode_failure(Bytes body);
Decoded<ImageReport> decode_report(Bytes body);
// Sides beyond what was asked for are refused, and with them pixels beyond the memory's end.
Decoded<PixelsReply> decode_pixels(Bytes body, uint32_t side_max);
Decoded<Jpeg> decode_jpeg(Bytes body, const JpegOptions& asked);

// The limits that both sides keep to: the engine cuts, the server refuses.
inline constexpr size_t kTextBytesMax = 4096;
inline constexpr size_t kNameBytesMax = 256;  // camera, lens, media type, keyword
inline constexpr size_t kListMax = 100;
inline constexpr uint32_t kSideMax = 1'000'000;      // pixels
inline constexpr uint32_t kLargeSideMax = 1440;      // pixels, of the large preview
inline constexpr uint32_t kSmallShortSideMax = 256;  // pixels, of the small preview
inline constexpr uint32_t kSmallLongSideMax = 4096;
inline constexpr size_t kPreviewBytesMax = 6u << 20;
inline constexpr size_t kThumbhashBytesMin = 5;
inline constexpr size_t kThumbhashBytesMax = 25;

}  // namespace lightwell::engines::protocol
