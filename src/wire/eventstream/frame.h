// One message of application/vnd.amazon.eventstream: lengths and their CRC, headers, payload, CRC of it all.
// https://smithy.io/2.0/aws/amazon-eventstream.html

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"

namespace lightwell::wire {

inline constexpr size_t kFrameHeadersMax = 128 * 1024;        // bytes
inline constexpr size_t kFramePayloadMax = 24 * 1024 * 1024;  // bytes

struct EventBytes {
  std::string bytes;
  bool operator==(const EventBytes&) const = default;
};
using EventUuid = std::array<std::byte, 16>;

struct EventHeader {
  using Value = std::variant<bool, int8_t, int16_t, int32_t, int64_t, EventBytes, std::string, Timestamp, EventUuid>;
  std::string name;
  Value value;
  bool operator==(const EventHeader&) const = default;
};

struct EventFrame {
  std::vector<EventHeader> headers = {};
  std::string payload = {};

  void add(std::string_view name, std::string_view text) { headers.push_back({std::string(name), std::string(text)}); }
  const EventHeader::Value* find(std::string_view name) const;
  // The value of a header that is text; "" where there is none.
  std::string_view text(std::string_view name) const;
  bool operator==(const EventFrame&) const = default;
};

// The headers alone, as they travel: what the signature of an event covers.
void append_event_headers(std::string& out, const std::vector<EventHeader>& headers);
void append_frame(std::string& out, const EventFrame& frame);

enum class FrameState : uint8_t { whole, partial, broken };
struct FrameRead {
  FrameState state;
  size_t used = 0;                // bytes of a whole one
  std::string_view problem = {};  // of a broken one
};
// Reads the frame that `bytes` begin with. A broken length is noticed before its bytes have come.
FrameRead read_frame(std::string_view bytes, EventFrame& frame);

}  // namespace lightwell::wire
