// Values of shapes that no struct was generated for: the codecs' tables reach them as they reach structs.

#pragma once

#include <array>
#include <boost/json.hpp>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "run/bytes.h"
#include "wire/model.h"

namespace lightwell::protocols {

inline constexpr size_t kSlotsMax = 256;

struct Node;

// A structure: a slot a member, and a place for the one member that may stream.
struct Struct {
  std::array<std::unique_ptr<Node>, kSlotsMax> slots;
  std::unique_ptr<ByteSource> input_stream;
  std::optional<Payload> output_stream;
  std::unique_ptr<wire::AnyEvents> events;
};

// A value of any type; the shape tells which part of it is meant.
struct Node {
  std::string text;
  bool flag = false;
  int32_t integer = 0;
  int64_t long_integer = 0;
  double number = 0;
  Timestamp time = {};
  std::deque<Node> list;
  std::map<std::string, Node> map;
  std::unique_ptr<Struct> structure;
  bool is_missing = false;  // in a sparse list or map
};

// The part of a node that holds a value of this type.
void* part_of(Node& node, wire::Type type);

// The accesses of a type, for slots, for elements of lists and for entries of maps.
const wire::OptionalAccess* slot_access(wire::Type type);
const wire::OptionalAccess* sparse_access(wire::Type type);
const wire::ListAccess* list_access(wire::Type element, bool is_sparse);
const wire::MapAccess* map_access(wire::Type value, bool is_sparse);
extern const wire::StructAccess kStructAccess;
extern const wire::EventsAccess kEventsAccess;

// Blobs are base64, times microseconds, numbers that JSON lacks their names, documents their text.
boost::json::value to_json(const wire::Shape& shape, const void* value);
void from_json(const wire::Shape& shape, const boost::json::value& json, void* value);

// Events told in advance, and all events of a stream.
std::unique_ptr<wire::AnyEvents> events_of(const wire::Shape& stream, const boost::json::array& events);
boost::json::array read_events(const wire::Shape& stream, wire::AnyEvents& events);

}  // namespace lightwell::protocols
