#include "wire/json/json_writer.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "wire/members.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default:
      if (static_cast<unsigned char>(c) < 0x20) {
        out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
      } else {
        out += c;
      }
  }
}

void append_list(std::string& out, const Shape& shape, const void* list) {
  out += '[';
  for (size_t i = 0; i < shape.list->size(list); ++i) {
    if (i != 0) out += ',';
    append_json_value(out, *shape.element, element_at(shape, list, i));
  }
  out += ']';
}

void append_map(std::string& out, const Shape& shape, const void* map) {
  out += '{';
  bool is_first = true;
  for_each_entry(shape, map, [&](const std::string& key, const void* value) {
    if (!std::exchange(is_first, false)) out += ',';
    append_json_text(out, key);
    out += ':';
    append_json_value(out, *shape.element, value);
  });
  out += '}';
}

// What a service gives as a document is JSON already; nothing at all is null.
void append_document(std::string& out, const std::string& text) { out += text.empty() ? "null" : text; }

void append_scalar_value(std::string& out, const Shape& shape, const void* value) {
  std::string text;
  append_scalar(text, shape, value, TimestampFormat::unix_time);
  bool is_quoted = shape.type == Type::string || shape.type == Type::blob;
  if (shape.type == Type::timestamp) {
    is_quoted = timestamp_format(shape, TimestampFormat::unix_time) != TimestampFormat::unix_time;
  }
  if (shape.type == Type::floating_point) is_quoted = !std::isfinite(*static_cast<const double*>(value));
  if (is_quoted) return append_json_text(out, text);
  out += text;
}

}  // namespace

void append_json_value(std::string& out, const Shape& shape, const void* value) {
  if (value == nullptr) {
    out += "null";
    return;
  }
  switch (shape.type) {
    case Type::structure: return append_json_members(out, shape, value);
    case Type::list: return append_list(out, shape, value);
    case Type::map: return append_map(out, shape, value);
    case Type::document: return append_document(out, *static_cast<const std::string*>(value));
    default: return append_scalar_value(out, shape, value);
  }
}

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  if (is_utf8(text)) {
    for (const char c : text) append_escaped(out, c);
  } else {
    for (const char c : mend_utf8(text)) append_escaped(out, c);
  }
  out += '"';
}

void append_json_members(std::string& out, const Shape& shape, const void* structure) {
  out += '{';
  bool is_first = true;
  for (const Member& member : shape.members) {
    if (member.location != Location::body || member.is_streaming) continue;
    const void* value = find_member(structure, member);
    if (value == nullptr) continue;
    if (!std::exchange(is_first, false)) out += ',';
    append_json_text(out, member.wire_name);
    out += ':';
    append_json_value(out, *member.shape, value);
  }
  out += '}';
}

}  // namespace lightwell::wire
