// Streams of events: each member of the stream's shape that happens becomes one message, and back.
//
// A stream ends with its bytes. An error of the service ends it too: as an exception where the stream's shape names
// it, else as a plain error message.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "run/bytes.h"
#include "wire/eventstream/frame.h"
#include "wire/model.h"

namespace lightwell::wire {

inline constexpr std::string_view kEventStreamType = "application/vnd.amazon.eventstream";

// The member that carries the events; null where there is none.
const Member* event_stream_of(const Shape& shape);

// The message of an event, in which one member is set.
EventFrame encode_event(Protocol protocol, const Shape& stream, const void* event);
EventFrame encode_event_error(const ServiceModel& model, const Shape& stream, const Error& error);
// What an RPC protocol says before the first event: the members beside the stream. `name`: initial-request or
// initial-response.
EventFrame encode_initial(Protocol protocol, const Shape& shape, const void* structure, std::string_view name);

// Fills `event`, or answers the error the message tells. False for an event that the shape does not know.
Result<bool> decode_event(const ServiceModel& model, const Operation& operation, const Shape& stream,
                          const EventFrame& frame, void* event);
bool is_initial(const EventFrame& frame);
// The members beside the stream, from an initial message. Answers the problem; empty if there is none.
std::string decode_initial(Protocol protocol, const EventFrame& frame, const Shape& shape, void* structure);

// Whole messages, from bytes that come in any pieces.
class FrameSource {
 public:
  explicit FrameSource(std::unique_ptr<ByteSource> bytes) : bytes_(std::move(bytes)) {}
  // Nothing at the end. Errors: errors::invalid_argument for what is no message, or an end within one.
  Task<Result<std::optional<EventFrame>>> next();
  // Has `frame` come again.
  void put_back(EventFrame frame) { again_ = std::move(frame); }
  void interrupt() { bytes_->interrupt(); }

 private:
  std::unique_ptr<ByteSource> bytes_;
  std::string held_;
  std::optional<EventFrame> again_;
};

// Events as the bytes of a body; `initial` goes first. Everything referred to must outlive it.
std::unique_ptr<ByteSource> encoded_events(const ServiceModel& model, const Shape& stream,
                                           std::unique_ptr<AnyEvents> events, std::optional<EventFrame> initial);
// The bytes of a body as events. Initial messages are passed over.
std::unique_ptr<AnyEvents> decoded_events(const ServiceModel& model, const Operation& operation, const Shape& stream,
                                          std::unique_ptr<FrameSource> frames);

}  // namespace lightwell::wire
