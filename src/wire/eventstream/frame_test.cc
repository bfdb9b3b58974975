// Against the messages of the specification's own examples, byte for byte.

#include "wire/eventstream/frame.h"

#include <doctest/doctest.h>

#include "base/text.h"

namespace lightwell::wire {
namespace {

std::string hex_of(const EventFrame& frame) {
  std::string out;
  append_frame(out, frame);
  return to_hex(as_bytes(out));
}

EventFrame one_of_each() {
  EventUuid uuid = {};
  for (size_t i = 0; i < uuid.size(); ++i) uuid[i] = std::byte(i);
  EventFrame frame;
  frame.headers = {{"yes", true},
                   {"no", false},
                   {"byte", int8_t(-49)},
                   {"short", int16_t(-300)},
                   {"integer", int32_t(40972)},
                   {"long", int64_t(-42424242)},
                   {"bytes", EventBytes{std::string("I\0am", 4)}},
                   {"text", std::string("\xC3\xA9")},
                   {"time", from_micros(8'675'309'000)},
                   {"uuid", uuid}};
  frame.payload = "{'foo':'bar'}";
  return frame;
}

}  // namespace

// https://github.com/awslabs/aws-c-event-stream/blob/main/tests/message_serializer_test.c
TEST_CASE("a message without headers and payload, and one with both, are the published bytes") {
  CHECK(hex_of({}) == "000000100000000005c248eb7d98c8ff");
  EventFrame payload;
  payload.payload = "{'foo':'bar'}";
  CHECK(hex_of(payload) == "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936");
  EventFrame integer;
  integer.headers = {{"event-type", int32_t(40972)}};
  integer.payload = "{'foo':'bar'}";
  CHECK(hex_of(integer) ==
        "0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0");
}

TEST_CASE("headers of all ten types arrive as they were") {
  std::string bytes;
  append_frame(bytes, one_of_each());
  EventFrame read;
  const FrameRead found = read_frame(bytes, read);
  REQUIRE(found.state == FrameState::whole);
  CHECK(found.used == bytes.size());
  CHECK(read == one_of_each());
}

TEST_CASE("a message that has not all come is partial, whatever was cut") {
  std::string bytes;
  append_frame(bytes, one_of_each());
  EventFrame read;
  for (size_t size = 0; size < bytes.size(); ++size) {
    CHECK(read_frame(std::string_view(bytes).substr(0, size), read).state == FrameState::partial);
  }
}

TEST_CASE("a bit that was flipped anywhere is noticed") {
  std::string bytes;
  append_frame(bytes, one_of_each());
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] = char(flipped[i] ^ 1);
    EventFrame read;
    CHECK(read_frame(flipped, read).state != FrameState::whole);
  }
}

TEST_CASE("lengths past the limits are refused before their bytes have come") {
  const auto state_of = [](std::string_view hex) {
    EventFrame read;
    return read_frame(*from_hex(hex), read).state;
  };
  CHECK(state_of("000000100000000005c248eb") == FrameState::partial);
  CHECK(state_of("000000100000000105c248eb") == FrameState::broken);  // its checksum
}

}  // namespace lightwell::wire
