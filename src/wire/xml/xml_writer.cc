#include "wire/xml/xml_writer.h"

#include <fmt/format.h>

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
      std::string text;
      append_scalar(text, *member.shape, value, TimestampFormat::iso8601);
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
  if (member.is_url_encoded && url_encoded_) {
    return text_element(member.wire_name, url_encode(*static_cast<const std::string*>(value)));
  }
  if (shape.type == Type::structure) {
    open(member.wire_name, member.xml_namespace, &shape, value, member.xml_prefix);
    members(shape, value);
    return close(member.wire_name);
  }
  element(member.wire_name, shape, value, member.xml_namespace);
}

void XmlWriter::flattened(const Member& member, const void* value) {
  const Shape& shape = *member.shape;
  if (shape.type == Type::map) {
    return for_each_entry(shape, value,
                          [&](const std::string& key, const void* each) { entry(member.wire_name, shape, key, each); });
  }
  for (size_t i = 0; i < shape.list->size(value); ++i) {
    element(member.wire_name, *shape.element, shape.list->at(value, i), member.xml_namespace);
  }
}

void XmlWriter::element(std::string_view name, const Shape& shape, const void* value, std::string_view xml_namespace) {
  const bool is_structure = shape.type == Type::structure;
  open(name, xml_namespace, is_structure ? &shape : nullptr, value);
  if (is_structure) {
    members(shape, value);
  } else if (!is_scalar(shape.type)) {
    collection(shape, value);
  } else {
    std::string text;
    append_scalar(text, shape, value, TimestampFormat::iso8601);
    append_xml_text(out_, text);
  }
  close(name);
}

void XmlWriter::collection(const Shape& shape, const void* value) {
  if (shape.type == Type::map) {
    return for_each_entry(shape, value,
                          [&](const std::string& key, const void* each) { entry("entry", shape, key, each); });
  }
  for (size_t i = 0; i < shape.list->size(value); ++i) {
    element(shape.element_name, *shape.element, shape.list->at(value, i));
  }
}

void XmlWriter::entry(std::string_view name, const Shape& shape, const std::string& key, const void* value) {
  open(name);
  text_element(shape.key_name, key);
  element(shape.element_name, *shape.element, value);
  close(name);
}

}  // namespace lightwell::wire
