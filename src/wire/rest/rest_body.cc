#include "wire/rest/rest_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "wire/json/json_reader.h"
#include "wire/json/json_writer.h"
#include "wire/xml/xml_reader.h"
#include "wire/xml/xml_writer.h"

namespace lightwell::wire::rest {

std::string read_body(Protocol protocol, std::string_view text, const Shape& shape, void* structure,
                      std::string_view root, Findings* findings) {
  if (protocol == Protocol::rest_json) return read_json(text, shape, structure, findings);
  XmlDocument document;
  if (!document.parse(text)) return document.problem();
  if (!root.empty() && local_name(document.root().name()) != root) {
    return fmt::format("the root is <{}> and should be <{}>", document.root().name(), root);
  }
  XmlReader reader(findings);
  return reader.read_structure(document.root(), shape, structure) ? std::string() : reader.problem();
}

std::string write_body(Protocol protocol, const Shape& shape, const void* structure, const BodyOptions& options) {
  std::string out;
  if (protocol == Protocol::rest_json) {
    append_json_value(out, shape, structure);
    return out;
  }
  out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  XmlWriter writer(out, options.is_url_encoded, Naming::wire, options.tells_millis);
  if (options.is_bare && !shape.members.empty()) {
    const Member& only = shape.members.front();
    if (const void* value = find_member(structure, only)) {
      writer.element(options.root, *only.shape, value, options.xml_namespace);
    } else {
      writer.open(options.root, options.xml_namespace);
      writer.close(options.root);
    }
    return out;
  }
  writer.open(options.root, options.xml_namespace, &shape, structure, options.xml_prefix);
  writer.members(shape, structure);
  writer.close(options.root);
  return out;
}

bool is_raw(const Shape& shape) { return shape.type == Type::string || shape.type == Type::blob; }

std::string_view content_type(Protocol protocol) {
  return protocol == Protocol::rest_json ? "application/json" : "application/xml";
}

const Member* payload_of(const Shape& shape) {
  return shape.payload < 0 ? nullptr : &shape.members[size_t(shape.payload)];
}

bool has_body_members(const Shape& shape) {
  return shape.payload < 0 &&
         std::ranges::any_of(shape.members, [](const Member& member) { return member.location == Location::body; });
}

}  // namespace lightwell::wire::rest
