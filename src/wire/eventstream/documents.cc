#include "wire/eventstream/documents.h"

#include <pugixml.hpp>

#include "wire/cbor/cbor_reader.h"
#include "wire/cbor/cbor_writer.h"
#include "wire/json/json_reader.h"
#include "wire/json/json_writer.h"
#include "wire/xml/xml_reader.h"
#include "wire/xml/xml_writer.h"

namespace lightwell::wire {
namespace {

bool is_xml(Protocol protocol) {
  return protocol == Protocol::rest_xml || protocol == Protocol::query || protocol == Protocol::ec2;
}

}  // namespace

std::string_view document_type(Protocol protocol) {
  if (is_xml(protocol)) return "application/xml";
  switch (protocol) {
    case Protocol::cbor: return "application/cbor";
    case Protocol::json_1_0: return "application/x-amz-json-1.0";
    case Protocol::json_1_1: return "application/x-amz-json-1.1";
    default: return "application/json";
  }
}

std::string write_document(Protocol protocol, const Shape& shape, const void* structure) {
  std::string out;
  if (is_xml(protocol)) {
    out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    XmlWriter(out).element(shape.name, shape, structure);
  } else if (protocol == Protocol::cbor) {
    append_cbor_members(out, shape, structure);
  } else {
    append_json_members(out, shape, structure);
  }
  return out;
}

std::string read_document(Protocol protocol, std::string_view text, const Shape& shape, void* structure) {
  if (text.empty()) return {};
  if (protocol == Protocol::cbor) return read_cbor(text, shape, structure);
  if (!is_xml(protocol)) return read_json(text, shape, structure);
  XmlDocument document;
  if (!document.parse(text)) return document.problem();
  XmlReader reader;
  return reader.read_structure(document.root(), shape, structure) ? std::string() : reader.problem();
}

}  // namespace lightwell::wire
