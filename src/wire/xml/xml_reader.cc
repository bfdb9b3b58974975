#include "wire/xml/xml_reader.h"

#include <fmt/format.h>

#include <cstring>
#include <pugixml.hpp>

#include "base/text.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

constexpr unsigned kParseFlags = pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype;

// A reference to U+0000 would end pugixml's strings early.
bool refers_to_nul(std::string_view text) {
  for (size_t at = text.find("&#"); at != text.npos; at = text.find("&#", at + 2)) {
    size_t digit = at + 2;
    if (digit < text.size() && (text[digit] == 'x' || text[digit] == 'X')) ++digit;
    const size_t end = text.find_first_not_of('0', digit);
    if (end != digit && (end == text.npos || text[end] == ';')) return true;
  }
  return false;
}

bool has_doctype(const pugi::xml_document& document) {
  for (const auto& node : document.children()) {
    if (node.type() == pugi::node_doctype) return true;
  }
  return false;
}

bool has_child_elements(const pugi::xml_node& node) {
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_element) return true;
  }
  return false;
}

}  // namespace

XmlDocument::XmlDocument() : document_(std::make_unique<pugi::xml_document>()) {}
XmlDocument::~XmlDocument() = default;

bool XmlDocument::parse(std::string_view text, XmlLimits limits) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > limits.bytes_max) return problem_ = "the document is too large", false;
  if (text.find('\0') != text.npos || refers_to_nul(text)) return problem_ = "a null character", false;
  if (!is_utf8(text)) return problem_ = "not UTF-8", false;
  const auto result = document_->load_buffer(text.data(), text.size(), kParseFlags, pugi::encoding_utf8);
  if (!result) return problem_ = fmt::format("{} at byte {}", result.description(), result.offset), false;
  if (has_doctype(*document_)) return problem_ = "document types are not allowed", false;
  if (!root() || root().next_sibling()) return problem_ = "there must be one root element", false;
  return true;
}

pugi::xml_node XmlDocument::root() const { return document_->document_element(); }

std::string_view local_name(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon != nullptr ? colon + 1 : name;
}

std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  }
  return text;
}

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_element && local_name(child.name()) == name) return child;
  }
  return {};
}

bool XmlReader::refuse(const pugi::xml_node& node, std::string_view expected) {
  problem_ = fmt::format("<{}> should be {}", node.name(), expected);
  return false;
}

bool XmlReader::read_structure(const pugi::xml_node& node, const Shape& shape, void* structure) {
  if (++depth_ > limits_.depth_max) return refuse(node, "less deep inside others");
  Seen seen;
  if (!read_attributes(node, shape, structure, seen)) return false;
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_pcdata) {
      if (!trim(child.value()).empty() && std::strspn(child.value(), " \t\r\n") != std::strlen(child.value())) {
        return refuse(node, "a structure");
      }
      continue;
    }
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = local_name(child.name());
    for (size_t i = 0; i < shape.members.size(); ++i) {
      const Member& member = shape.members[i];
      if (member.location != Location::body || member.is_attribute || member.is_streaming ||
          name_of(member, naming_) != name) {
        continue;
      }
      if (!read_member(child, member, structure, seen.test(i))) return false;
      seen.set(i);
      break;
    }
  }
  if (findings_ != nullptr) findings_->check(shape, structure, seen, [this] { return PathStep::text(path_); });
  --depth_;
  return true;
}

bool XmlReader::read_attributes(const pugi::xml_node& node, const Shape& shape, void* structure, Seen& seen) {
  for (size_t i = 0; i < shape.members.size(); ++i) {
    const Member& member = shape.members[i];
    if (!member.is_attribute) continue;
    for (const auto& attribute : node.attributes()) {
      if (local_name(attribute.name()) != local_name(member.wire_name.data())) continue;
      if (!read_scalar(attribute.value(), *member.shape, make_member(structure, member), TimestampFormat::iso8601)) {
        return refuse(node, "of another type");
      }
      seen.set(i);
      break;
    }
  }
  return true;
}

bool XmlReader::read_member(const pugi::xml_node& node, const Member& member, void* structure, bool seen) {
  const PathStep step(path_, member.name);
  const bool is_list = member.shape->type == Type::list;
  if (!member.is_flattened || (!is_list && member.shape->type != Type::map)) {
    if (seen) return refuse(node, "there once");
    return read_value(node, *member.shape, make_member(structure, member));
  }
  void* collection = reach_member(structure, member);
  if (!is_list) return read_entry(node, *member.shape, collection);
  const PathStep index(path_, member.shape->list->size(collection) + 1);
  return read_value(node, *member.shape->element, append_element(*member.shape, collection));
}

bool XmlReader::read_value(const pugi::xml_node& node, const Shape& shape, void* value) {
  if (shape.type == Type::structure) return read_structure(node, shape, value);
  if (shape.type == Type::list) return read_list(node, shape, value);
  if (shape.type == Type::map) return read_map(node, shape, value);
  if (has_child_elements(node)) return refuse(node, describe(shape.type));
  if (read_scalar(text_of(node), shape, value, TimestampFormat::iso8601)) return true;
  return refuse(node, describe(shape.type));
}

bool XmlReader::read_list(const pugi::xml_node& node, const Shape& shape, void* list) {
  if (++depth_ > limits_.depth_max) return refuse(node, "less deep inside others");
  for (const auto& child : node.children()) {
    if (child.type() != pugi::node_element || local_name(child.name()) != shape.element_name) continue;
    const PathStep index(path_, shape.list->size(list) + 1);
    if (!read_value(child, *shape.element, append_element(shape, list))) return false;
  }
  --depth_;
  return true;
}

bool XmlReader::read_map(const pugi::xml_node& node, const Shape& shape, void* map) {
  if (++depth_ > limits_.depth_max) return refuse(node, "less deep inside others");
  for (const auto& child : node.children()) {
    if (child.type() != pugi::node_element || local_name(child.name()) != "entry") continue;
    if (!read_entry(child, shape, map)) return false;
  }
  --depth_;
  return true;
}

bool XmlReader::read_entry(const pugi::xml_node& node, const Shape& shape, void* map) {
  const auto key = child_of(node, shape.key_name);
  const auto value = child_of(node, shape.element_name);
  if (!key || !value) return refuse(node, "a key with its value");
  const std::string key_text = text_of(key);
  const PathStep step(path_, PathStep::Key{key_text});
  return read_value(value, *shape.element, insert_entry(shape, map, key_text));
}

}  // namespace lightwell::wire
