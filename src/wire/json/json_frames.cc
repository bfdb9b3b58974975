#include "wire/json/json_frames.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/text.h"
#include "wire/json/json_writer.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

std::string_view java_name(Type type) {
  switch (type) {
    case Type::string: return "a String";
    case Type::boolean: return "a Boolean";
    case Type::integer: return "an Integer";
    case Type::long_integer: return "a Long";
    case Type::floating_point: return "a Double";
    case Type::timestamp: return "a Timestamp";
    case Type::blob: return "a ByteBuffer";
    case Type::document: return "a Document";
    default: return "a structure";
  }
}

}  // namespace

bool JsonFrames::refuse(std::string_view token, Type expected) {
  if (expected == Type::list) {
    problem_ = "Unrecognized collection type: expected a list";
  } else if (expected == Type::structure || expected == Type::map) {
    problem_ = fmt::format("Unexpected value type in payload: {} where a structure was expected", token);
  } else {
    problem_ = fmt::format("{} can not be converted to {}", token, java_name(expected));
  }
  return false;
}

// Where the next value goes.
JsonFrames::Place JsonFrames::next() {
  if (frames_.empty()) return {root_shape_, root_};
  Frame& top = frames_.back();
  if (top.shape == nullptr) return {};
  if (top.shape->type == Type::list) return {top.shape->element, append_element(*top.shape, top.value)};
  if (top.shape->type == Type::map) return {top.shape->element, insert_entry(*top.shape, top.value, top.key)};
  if (top.member >= top.shape->members.size()) return {};
  const Member& member = top.shape->members[top.member];
  top.seen.set(top.member);
  return {member.shape, make_member(top.value, member)};
}

bool JsonFrames::open(Type type, std::string_view token) {
  const char bracket = type == Type::list ? '[' : '{';
  if (document_place_ != nullptr) return document_.open(bracket), true;
  const Place place = next();
  if (place.shape != nullptr && place.shape->type == Type::document) {
    document_place_ = static_cast<std::string*>(place.value);
    return document_.open(bracket), true;
  }
  if (place.shape != nullptr) {
    const Type found = place.shape->type;
    const bool fits = found == type || (type == Type::structure && found == Type::map);
    if (!fits) return refuse(token, found);
  }
  frames_.push_back({.shape = place.shape, .value = place.value});
  return true;
}

bool JsonFrames::object_begin() { return open(Type::structure, "START_OBJECT"); }
bool JsonFrames::array_begin() { return open(Type::list, "START_ARRAY"); }

bool JsonFrames::object_end() {
  if (document_place_ == nullptr) return end();
  document_.close('}');
  finish_document();
  return true;
}

bool JsonFrames::array_end() {
  if (document_place_ == nullptr) return end();
  document_.close(']');
  finish_document();
  return true;
}

void JsonFrames::finish_document() {
  if (document_.is_open()) return;
  *document_place_ = document_.take();
  document_place_ = nullptr;
}

bool JsonFrames::end() {
  Frame& top = frames_.back();
  if (findings_ != nullptr && top.shape != nullptr && top.shape->type == Type::structure) {
    if (top.shape->is_union && !check_union(top)) return false;
    findings_->check(*top.shape, top.value, top.seen, [this] { return where(); });
  }
  frames_.pop_back();
  return true;
}

bool JsonFrames::check_union(const Frame& frame) {
  if (frame.seen.count() + (frame.is_strange ? 1 : 0) == 1) return true;
  problem_ = fmt::format("{} must have exactly one member set", frame.shape->name);
  return false;
}

bool JsonFrames::key(std::string_view name) {
  if (document_place_ != nullptr) return document_.key(name), true;
  Frame& top = frames_.back();
  if (top.shape == nullptr) return true;
  if (top.shape->type == Type::map) {
    top.key = name;
    return true;
  }
  const auto members = top.shape->members;
  for (top.member = 0; top.member < members.size(); ++top.member) {
    if (members[top.member].location == Location::body && members[top.member].wire_name == name) break;
  }
  // A stream of events travels as its frames, never as a value.
  if (top.member < members.size() && members[top.member].is_streaming) top.member = members.size();
  if (top.member == members.size() && name != "__type") top.is_strange = true;
  return true;
}

bool JsonFrames::takes_document(std::string_view raw, Place& place) {
  if (document_place_ != nullptr) return document_.value(raw), true;
  place = next();
  if (place.shape == nullptr) return true;
  if (place.shape->type != Type::document) return false;
  *static_cast<std::string*>(place.value) = raw;
  return true;
}

bool JsonFrames::text(std::string text) {
  if (document_place_ != nullptr) return document_.text(text), true;
  const Place place = next();
  if (place.shape == nullptr) return true;
  const Type type = place.shape->type;
  if (type == Type::string) {
    *static_cast<std::string*>(place.value) = std::move(text);
    return true;
  }
  if (type == Type::document) {
    auto& out = *static_cast<std::string*>(place.value);
    out.clear();
    append_json_text(out, text);
    return true;
  }
  if (type == Type::blob || type == Type::timestamp || type == Type::floating_point) {
    if (read_scalar(text, *place.shape, place.value, TimestampFormat::unix_time)) return true;
  }
  return refuse("STRING_VALUE", type);
}

bool JsonFrames::integer(int64_t number, std::string_view as_written) {
  Place place;
  if (takes_document(as_written, place)) return true;
  switch (place.shape->type) {
    case Type::integer:
      if (number < std::numeric_limits<int32_t>::min() || number > std::numeric_limits<int32_t>::max()) break;
      *static_cast<int32_t*>(place.value) = int32_t(number);
      return true;
    case Type::long_integer: *static_cast<int64_t*>(place.value) = number; return true;
    case Type::floating_point: *static_cast<double*>(place.value) = double(number); return true;
    case Type::timestamp:
      if (read_scalar(std::to_string(number), *place.shape, place.value, TimestampFormat::unix_time)) return true;
      break;
    default: break;
  }
  return refuse("NUMBER_VALUE", place.shape->type);
}

bool JsonFrames::number(double number, std::string_view as_written) {
  Place place;
  if (takes_document(as_written, place)) return true;
  if (place.shape->type == Type::floating_point) {
    *static_cast<double*>(place.value) = number;
    return true;
  }
  if (place.shape->type == Type::timestamp) {
    std::string text;
    append_number(text, number);
    if (read_scalar(text, *place.shape, place.value, TimestampFormat::unix_time)) return true;
  }
  const bool is_whole = std::trunc(number) == number && std::abs(number) < 9e15;
  if (is_whole && place.shape->type == Type::long_integer) {
    *static_cast<int64_t*>(place.value) = int64_t(number);
    return true;
  }
  if (is_whole && place.shape->type == Type::integer && std::abs(number) < 2147483648.0) {
    *static_cast<int32_t*>(place.value) = int32_t(number);
    return true;
  }
  return refuse("DECIMAL_VALUE", place.shape->type);
}

bool JsonFrames::boolean(bool value) {
  Place place;
  if (takes_document(value ? "true" : "false", place)) return true;
  if (place.shape->type != Type::boolean) return refuse(value ? "TRUE_VALUE" : "FALSE_VALUE", place.shape->type);
  *static_cast<bool*>(place.value) = value;
  return true;
}

// Absent, but in a sparse list or map, where it is a value that is missing.
bool JsonFrames::null() {
  if (document_place_ != nullptr) return document_.value("null"), true;
  if (frames_.empty()) return refuse("NULL_VALUE", Type::structure);
  const Frame& top = frames_.back();
  if (top.shape == nullptr || !top.shape->is_sparse) return true;
  if (top.shape->type == Type::list) {
    top.shape->list->append(top.value);
  } else {
    top.shape->element->optional->reset(top.shape->map->insert(top.value, top.key));
  }
  return true;
}

// The place of the innermost open structure.
std::string JsonFrames::where() const {
  std::string out;
  for (size_t i = 0; i + 1 < frames_.size(); ++i) {
    const Frame& frame = frames_[i];
    if (!out.empty()) out += '.';
    if (frame.shape->type == Type::list) {
      out += fmt::format("{}.member", frame.shape->list->size(frame.value));
    } else if (frame.shape->type == Type::map) {
      out += frame.key + ".member";
    } else {
      out += lower_first(frame.shape->members[frame.member].name);
    }
  }
  return out;
}

}  // namespace lightwell::wire
