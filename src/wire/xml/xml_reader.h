// XML into structs, as the tables say.
//
// Elements the table does not know are passed over, as AWS does; an element of the wrong kind, a scalar that comes
// twice or text where a structure should be is refused. Document types and bodies past the limits are refused too.

#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "wire/constraints.h"
#include "wire/members.h"
#include "wire/model.h"
#include "wire/path.h"

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace lightwell::wire {

struct XmlLimits {
  size_t bytes_max = 8 << 20;
  int depth_max = 64;
};

class XmlDocument {
 public:
  XmlDocument();
  ~XmlDocument();
  XmlDocument(const XmlDocument&) = delete;
  XmlDocument& operator=(const XmlDocument&) = delete;

  // False, with problem() saying why, for what is no XML we take.
  bool parse(std::string_view text, XmlLimits limits = {});
  const std::string& problem() const { return problem_; }
  pugi::xml_node root() const;

 private:
  std::unique_ptr<pugi::xml_document> document_;
  std::string problem_;
};

// The name without its namespace prefix.
std::string_view local_name(const char* name);
// The text directly inside an element, CDATA included.
std::string text_of(const pugi::xml_node& node);
// The first child element of that local name; an empty node if there is none.
pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);

class XmlReader {
 public:
  // Constraints are checked where `findings` is given.
  explicit XmlReader(Findings* findings = nullptr, Naming naming = Naming::wire, XmlLimits limits = {})
      : findings_(findings), naming_(naming), limits_(limits) {}

  // Reads the children and attributes of `node` into a struct, those members that travel in the body.
  bool read_structure(const pugi::xml_node& node, const Shape& shape, void* structure);
  // Reads the node itself as a value of any shape.
  bool read_value(const pugi::xml_node& node, const Shape& shape, void* value);
  const std::string& problem() const { return problem_; }

 private:
  bool read_member(const pugi::xml_node& node, const Member& member, void* structure, bool seen);
  bool read_attributes(const pugi::xml_node& node, const Shape& shape, void* structure, Seen& seen);
  bool read_list(const pugi::xml_node& node, const Shape& shape, void* list);
  bool read_map(const pugi::xml_node& node, const Shape& shape, void* map);
  bool read_entry(const pugi::xml_node& node, const Shape& shape, void* map);
  bool refuse(const pugi::xml_node& node, std::string_view expected);

  Findings* findings_;
  Naming naming_;
  XmlLimits limits_;
  int depth_ = 0;
  const PathStep* path_ = nullptr;
  std::string problem_;
};

}  // namespace lightwell::wire
