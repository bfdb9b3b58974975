#include "wire/xml/xml_writer.h"

#include <fmt/format.h>

#include "base/time.h"
#include "wire/members.h"
#include "wire/rest/url_encoding.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {

void append_xml_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
          out += fmt::format("&#x{:x};", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
}

void XmlWriter::open(std::string_view name, std::string_view xml_namespace, const Shape* shape, const void* structure,
                     std::string_view xml_prefix) {
  out_ += '<';
  out_ += name;
  if (!xml_namespace.empty()) {
    out_ += xml_prefix.empty() ? " xmlns" : " xmlns:";
    out_ += xml_prefix;
    out_ += "=\"";
    append_xml_text(out_, xml_namespace);
    out_ += '"';
  }
  if (shape != nullptr) {
    for (const Member& member : shape->members) {
      const void* value = member.is_attribute ? find_member(structure, member) : nullptr;
      if (value == nullptr) continue;
      const std::string text = scalar(*member.shape, value);
      out_ += ' ';
      out_ += member.wire_name;
      out_ += "=\"";
      append_xml_text(out_, text);
      out_ += '"';
    }
  }
  out_ += '>';
}

void XmlWriter::close(std::string_view name) {
  out_ += "</";
  out_ += name;
  out_ += '>';
}

void XmlWriter::text_element(std::string_view name, std::string_view text) {
  open(name);
  append_xml_text(out_, text);
  close(name);
}

void XmlWriter::members(const Shape& shape, const void* structure) {
  for (const Member& each : shape.members) {
    if (each.location != Location::body || each.is_attribute || each.is_streaming) continue;
    if (const void* value = find_member(structure, each)) member(each, value);
  }
}

void XmlWriter::member(const Member& member, const void* value) {
  const Shape& shape = *member.shape;
  if (member.is_flattened && (shape.type == Type::list || shape.type == Type::map)) return flattened(member, value);
  const std::string_view name = name_of(member, naming_);
  if (member.is_url_encoded && url_encoded_) {
    return text_element(name, url_encode(*static_cast<const std::string*>(value)));
  }
  if (shape.type == Type::structure) {
    open(name, member.xml_namespace, &shape, value, member.xml_prefix);
    members(shape, value);
    return close(name);
  }
  element(name, shape, value, member.xml_namespace, member.xml_prefix);
}

void XmlWriter::flattened(const Member& member, const void* value) {
  const Shape& shape = *member.shape;
  const std::string_view name = name_of(member, naming_);
  if (shape.type == Type::map) {
    return for_each_entry(shape, value,
                          [&](const std::string& key, const void* each) { entry(name, shape, key, each); });
  }
  for (size_t i = 0; i < shape.list->size(value); ++i) {
    element(name, *shape.element, element_at(shape, value, i), member.xml_namespace, member.xml_prefix);
  }
}

void XmlWriter::element(std::string_view name, const Shape& shape, const void* value, std::string_view xml_namespace,
                        std::string_view xml_prefix) {
  const bool is_structure = shape.type == Type::structure && value != nullptr;
  open(name, xml_namespace, is_structure ? &shape : nullptr, value, xml_prefix);
  if (value == nullptr) {
    // Missing in a sparse list or map: an element with nothing in it.
  } else if (is_structure) {
    members(shape, value);
  } else if (!is_scalar(shape.type)) {
    collection(shape, value);
  } else {
    append_xml_text(out_, scalar(shape, value));
  }
  close(name);
}

std::string XmlWriter::scalar(const Shape& shape, const void* value) const {
  const bool is_time = shape.type == Type::timestamp;
  if (is_time && tells_millis_ && timestamp_format(shape, TimestampFormat::iso8601) == TimestampFormat::iso8601) {
    return iso8601_millis(*static_cast<const Timestamp*>(value));
  }
  std::string text;
  append_scalar(text, shape, value, TimestampFormat::iso8601);
  return text;
}

void XmlWriter::collection(const Shape& shape, const void* value) {
  if (shape.type == Type::map) {
    return for_each_entry(shape, value,
                          [&](const std::string& key, const void* each) { entry("entry", shape, key, each); });
  }
  for (size_t i = 0; i < shape.list->size(value); ++i) {
    element(shape.element_name, *shape.element, element_at(shape, value, i));
  }
}

void XmlWriter::entry(std::string_view name, const Shape& shape, const std::string& key, const void* value) {
  open(name);
  text_element(shape.key_name, key);
  element(shape.element_name, *shape.element, value);
  close(name);
}

}  // namespace lightwell::wire
