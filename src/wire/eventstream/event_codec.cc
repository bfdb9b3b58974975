// One event and its message.

#include <fmt/format.h>

#include <algorithm>

#include "wire/eventstream/documents.h"
#include "wire/eventstream/events.h"
#include "wire/foreign_error.h"
#include "wire/members.h"

namespace lightwell::wire {
namespace {

EventHeader::Value header_value(const Shape& shape, const void* value) {
  switch (shape.type) {
    case Type::boolean: return *static_cast<const bool*>(value);
    case Type::integer: return *static_cast<const int32_t*>(value);
    case Type::long_integer: return *static_cast<const int64_t*>(value);
    case Type::timestamp: return *static_cast<const Timestamp*>(value);
    case Type::blob: return EventBytes{*static_cast<const std::string*>(value)};
    default: return *static_cast<const std::string*>(value);  // headers are scalars, by the specification
  }
}

// Integers of any width are taken for integers that hold them.
bool read_integer(const EventHeader::Value& value, int64_t& out) {
  return std::visit(
      [&out]<class T>(const T& held) {
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
          out = held;
          return true;
        }
        return false;
      },
      value);
}

template <class Held, class T>
bool assign(const EventHeader::Value& value, void* out, T Held::* part) {
  const auto* held = std::get_if<Held>(&value);
  if (held != nullptr) *static_cast<T*>(out) = held->*part;
  return held != nullptr;
}

template <class T>
bool assign(const EventHeader::Value& value, void* out) {
  const auto* held = std::get_if<T>(&value);
  if (held != nullptr) *static_cast<T*>(out) = *held;
  return held != nullptr;
}

bool read_header(const EventHeader::Value& value, const Shape& shape, void* out) {
  int64_t number = 0;
  switch (shape.type) {
    case Type::boolean: return assign<bool>(value, out);
    case Type::integer:
      if (!read_integer(value, number) || number != int32_t(number)) return false;
      *static_cast<int32_t*>(out) = int32_t(number);
      return true;
    case Type::long_integer:
      if (!read_integer(value, number)) return false;
      *static_cast<int64_t*>(out) = number;
      return true;
    case Type::timestamp: return assign<Timestamp>(value, out);
    case Type::blob: return assign(value, out, &EventBytes::bytes);
    case Type::string: return assign<std::string>(value, out);
    default: return false;
  }
}

const Member* payload_of(const Shape& event) {
  return event.payload < 0 ? nullptr : &event.members[size_t(event.payload)];
}

bool has_body(const Shape& event) {
  return std::ranges::any_of(event.members, [](const Member& member) { return member.location == Location::body; });
}

// What an event carries beside its headers, with the type of it.
void write_payload(Protocol protocol, const Shape& event, const void* structure, EventFrame& frame) {
  const Member* payload = payload_of(event);
  if (payload == nullptr) {
    // What has nothing to say says nothing in XML, and "nothing" in the others.
    const bool is_xml = document_type(protocol) == "application/xml";
    if (!has_body(event) && (is_xml || !event.members.empty())) return;
    frame.add(":content-type", document_type(protocol));
    frame.payload = write_document(protocol, event, structure);
    return;
  }
  const void* value = find_member(structure, *payload);
  if (value == nullptr) return;
  if (payload->shape->type == Type::structure) {
    frame.add(":content-type", document_type(protocol));
    frame.payload = write_document(protocol, *payload->shape, value);
    return;
  }
  frame.add(":content-type", payload->shape->type == Type::string ? "text/plain" : "application/octet-stream");
  frame.payload = *static_cast<const std::string*>(value);
}

std::string read_payload(Protocol protocol, const Shape& event, const EventFrame& frame, void* structure) {
  const Member* payload = payload_of(event);
  if (payload == nullptr) return read_document(protocol, frame.payload, event, structure);
  if (payload->shape->type == Type::structure) {
    return read_document(protocol, frame.payload, *payload->shape, make_member(structure, *payload));
  }
  *static_cast<std::string*>(make_member(structure, *payload)) = frame.payload;
  return {};
}

std::string read_event(Protocol protocol, const Shape& event, const EventFrame& frame, void* structure) {
  for (const Member& member : event.members) {
    if (member.location != Location::event_header) continue;
    const auto* value = frame.find(member.wire_name);
    if (value == nullptr) continue;
    if (!read_header(*value, *member.shape, make_member(structure, member))) {
      return fmt::format("the header {} of an event is of another type", member.wire_name);
    }
  }
  return read_payload(protocol, event, frame, structure);
}

// The part of an exception that every service shares.
struct Words {
  std::string text;
};
const Shape kText{.name = "Text", .type = Type::string};
const Member kWordsMembers[] = {
    {.name = "message", .wire_name = "message", .shape = &kText, .offset = offsetof(Words, text), .is_optional = false},
    {.name = "Message", .wire_name = "Message", .shape = &kText, .offset = offsetof(Words, text), .is_optional = false},
};
const Shape kWords{.name = "Error", .type = Type::structure, .members = kWordsMembers};

}  // namespace

const Member* event_stream_of(const Shape& shape) {
  const Member* payload = payload_of(shape);
  return payload != nullptr && is_event_stream(*payload) ? payload : nullptr;
}

EventFrame encode_event(Protocol protocol, const Shape& stream, const void* event) {
  EventFrame frame;
  for (const Member& member : stream.members) {
    const void* value = find_member(event, member);
    if (value == nullptr) continue;
    frame.add(":message-type", "event");
    frame.add(":event-type", member.wire_name);
    for (const Member& part : member.shape->members) {
      const void* held = part.location == Location::event_header ? find_member(value, part) : nullptr;
      if (held != nullptr) frame.headers.push_back({std::string(part.wire_name), header_value(*part.shape, held)});
    }
    write_payload(protocol, *member.shape, value, frame);
    break;
  }
  return frame;
}

EventFrame encode_event_error(const ServiceModel& model, const Shape& stream, const Error& error) {
  EventFrame frame;
  const auto known = std::ranges::find(stream.event_errors, error.kind, &EventError::kind);
  if (known == stream.event_errors.end()) {
    frame.add(":message-type", "error");
    frame.add(":error-code", error.kind->code);
    frame.add(":error-message", error.message);
    return frame;
  }
  frame.add(":message-type", "exception");
  frame.add(":exception-type", known->name);
  frame.add(":content-type", document_type(model.protocol));
  const Shape words{.name = kWords.name, .type = Type::structure, .members = std::span(kWordsMembers).first(1)};
  const Words said{error.message};
  frame.payload = write_document(model.protocol, words, &said);
  return frame;
}

EventFrame encode_initial(Protocol protocol, const Shape& shape, const void* structure, std::string_view name) {
  EventFrame frame;
  frame.add(":message-type", "event");
  frame.add(":event-type", name);
  frame.add(":content-type", document_type(protocol));
  frame.payload = write_document(protocol, shape, structure);
  return frame;
}

bool is_initial(const EventFrame& frame) { return frame.text(":event-type").starts_with("initial-re"); }

std::string decode_initial(Protocol protocol, const EventFrame& frame, const Shape& shape, void* structure) {
  return read_document(protocol, frame.payload, shape, structure);
}

Result<bool> decode_event(const ServiceModel& model, const Operation& operation, const Shape& stream,
                          const EventFrame& frame, void* event) {
  const std::string_view type = frame.text(":message-type");
  if (type == "error") {
    return fail(
        foreign_error(model, operation, 400, frame.text(":error-code"), std::string(frame.text(":error-message"))));
  }
  if (type == "exception") {
    Words words;
    const std::string problem = read_document(model.protocol, frame.payload, kWords, &words);
    const std::string_view name = frame.text(":exception-type");
    const auto known = std::ranges::find(stream.event_errors, name, &EventError::name);
    const std::string_view code = known == stream.event_errors.end() ? name : known->kind->code;
    return fail(foreign_error(model, operation, 400, code, problem.empty() ? words.text : std::string()));
  }
  for (const Member& member : stream.members) {
    if (type != "event" || member.wire_name != frame.text(":event-type")) continue;
    const std::string problem = read_event(model.protocol, *member.shape, frame, make_member(event, member));
    if (!problem.empty()) return fail(*model.malformed_body, problem);
    return true;
  }
  return false;
}

}  // namespace lightwell::wire
