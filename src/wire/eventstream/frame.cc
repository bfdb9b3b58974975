#include "wire/eventstream/frame.h"

#include <algorithm>
#include <bit>
#include <type_traits>

#include "base/digest.h"
#include "base/text.h"

namespace lightwell::wire {
namespace {

constexpr size_t kPreludeBytes = 8, kCrcBytes = 4;
constexpr size_t kOverhead = kPreludeBytes + 2 * kCrcBytes;
constexpr size_t kNameBytesMax = 255, kValueBytesMax = 32767;

// Headers' types, as they travel.
enum class Kind : uint8_t { yes, no, byte, short_integer, integer, long_integer, bytes, text, timestamp, uuid };

void append_big_endian(std::string& out, uint64_t number, size_t bytes) {
  for (size_t i = bytes; i > 0; --i) out += char(number >> 8 * (i - 1) & 255);
}

void append_sized(std::string& out, std::string_view bytes) {
  bytes = bytes.substr(0, kValueBytesMax);
  append_big_endian(out, bytes.size(), 2);
  out += bytes;
}

struct AppendValue {
  std::string& out;

  void kind(Kind kind) const { out += char(kind); }
  void operator()(bool value) const { kind(value ? Kind::yes : Kind::no); }
  void operator()(const EventBytes& value) const { kind(Kind::bytes), append_sized(out, value.bytes); }
  void operator()(const std::string& value) const { kind(Kind::text), append_sized(out, value); }
  void operator()(Timestamp value) const {
    kind(Kind::timestamp);
    append_big_endian(out, uint64_t(std::chrono::floor<milliseconds>(value).time_since_epoch().count()), 8);
  }
  void operator()(const EventUuid& value) const {
    kind(Kind::uuid);
    out += as_text(value);
  }
  template <class Integer>
    requires std::is_integral_v<Integer>
  void operator()(Integer value) const {
    kind(Kind(int(Kind::byte) + std::countr_zero(sizeof(Integer))));
    append_big_endian(out, uint64_t(value), sizeof(Integer));
  }
};

// Takes pieces off the front of what is left.
struct Cutter {
  std::string_view rest;
  bool is_good = true;

  std::string_view bytes(size_t count) {
    if (count > rest.size()) is_good = false, count = 0;
    const std::string_view out = rest.substr(0, count);
    rest.remove_prefix(count);
    return out;
  }
  uint64_t number(size_t count) {
    uint64_t out = 0;
    for (const char byte : bytes(count)) out = out << 8 | uint8_t(byte);
    return out;
  }
};

bool read_value(Cutter& cutter, EventHeader::Value& value) {
  const auto kind = Kind(cutter.number(1));
  switch (kind) {
    case Kind::yes:
    case Kind::no: value = kind == Kind::yes; break;
    case Kind::byte: value = int8_t(cutter.number(1)); break;
    case Kind::short_integer: value = int16_t(cutter.number(2)); break;
    case Kind::integer: value = int32_t(cutter.number(4)); break;
    case Kind::long_integer: value = int64_t(cutter.number(8)); break;
    case Kind::bytes: value = EventBytes{std::string(cutter.bytes(cutter.number(2)))}; break;
    case Kind::text: value = std::string(cutter.bytes(cutter.number(2))); break;
    case Kind::timestamp: {
      const auto millis = int64_t(cutter.number(8));
      if (millis > INT64_MAX / 1000 || millis < INT64_MIN / 1000) return false;
      value = from_micros(millis * 1000);
      break;
    }
    case Kind::uuid: {
      EventUuid uuid = {};
      std::ranges::copy(as_bytes(cutter.bytes(uuid.size())), uuid.begin());
      value = uuid;
      break;
    }
    default: return false;
  }
  const auto* text = std::get_if<std::string>(&value);
  return cutter.is_good && (text == nullptr || is_utf8(*text));
}

bool read_headers(std::string_view bytes, std::vector<EventHeader>& headers) {
  Cutter cutter{bytes};
  while (!cutter.rest.empty()) {
    EventHeader header;
    header.name = cutter.bytes(size_t(cutter.number(1)));
    if (!cutter.is_good || header.name.empty() || !is_utf8(header.name)) return false;
    if (!read_value(cutter, header.value)) return false;
    const bool is_again = std::ranges::any_of(headers, [&](const EventHeader& one) { return one.name == header.name; });
    if (is_again) return false;
    headers.push_back(std::move(header));
  }
  return true;
}

FrameRead broken(std::string_view problem) { return {.state = FrameState::broken, .problem = problem}; }

}  // namespace

const EventHeader::Value* EventFrame::find(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &EventHeader::name);
  return found == headers.end() ? nullptr : &found->value;
}

std::string_view EventFrame::text(std::string_view name) const {
  const auto* value = find(name);
  const auto* held = value != nullptr ? std::get_if<std::string>(value) : nullptr;
  return held != nullptr ? std::string_view(*held) : std::string_view();
}

void append_event_headers(std::string& out, const std::vector<EventHeader>& headers) {
  for (const EventHeader& header : headers) {
    const std::string_view name = std::string_view(header.name).substr(0, kNameBytesMax);
    out += char(name.size());
    out += name;
    std::visit(AppendValue{out}, header.value);
  }
}

void append_frame(std::string& out, const EventFrame& frame) {
  std::string headers;
  append_event_headers(headers, frame.headers);
  const size_t begin = out.size();
  append_big_endian(out, kOverhead + headers.size() + frame.payload.size(), 4);
  append_big_endian(out, headers.size(), 4);
  append_big_endian(out, crc32(0, as_bytes(std::string_view(out).substr(begin))), 4);
  out += headers;
  out += frame.payload;
  append_big_endian(out, crc32(0, as_bytes(std::string_view(out).substr(begin))), 4);
}

FrameRead read_frame(std::string_view bytes, EventFrame& frame) {
  if (bytes.size() < kPreludeBytes + kCrcBytes) return {.state = FrameState::partial};
  Cutter prelude{bytes};
  const auto total = size_t(prelude.number(4));
  const auto headers = size_t(prelude.number(4));
  if (prelude.number(4) != crc32(0, as_bytes(bytes.substr(0, kPreludeBytes)))) {
    return broken("the checksum of a message's prelude is wrong");
  }
  if (headers > kFrameHeadersMax) return broken("the headers of a message are too long");
  if (total < kOverhead + headers) return broken("a message is shorter than its headers");
  if (total - kOverhead - headers > kFramePayloadMax) return broken("the payload of a message is too long");
  if (bytes.size() < total) return {.state = FrameState::partial};
  const size_t end = total - kCrcBytes;
  if (Cutter{bytes.substr(end)}.number(4) != crc32(0, as_bytes(bytes.substr(0, end)))) {
    return broken("the checksum of a message is wrong");
  }
  frame = {};
  if (!read_headers(bytes.substr(kPreludeBytes + kCrcBytes, headers), frame.headers)) {
    return broken("the headers of a message cannot be read");
  }
  const size_t payload = kPreludeBytes + kCrcBytes + headers;
  frame.payload = bytes.substr(payload, end - payload);
  return {.state = FrameState::whole, .used = total};
}

}  // namespace lightwell::wire
