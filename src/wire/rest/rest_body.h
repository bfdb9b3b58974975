// The bodies of the rest protocols: XML or JSON around the same bindings.

#pragma once

#include <string>
#include <string_view>

#include "wire/constraints.h"
#include "wire/model.h"

namespace lightwell::wire::rest {

// A payload that travels as it is: text or bytes.
bool is_raw(const Shape& shape);

// Reads a body into `structure`. `root` is the name its XML root must have; empty allows any. Answers the problem, or
// an empty text.
std::string read_body(Protocol protocol, std::string_view text, const Shape& shape, void* structure,
                      std::string_view root, Findings* findings);

struct BodyOptions {
  std::string_view root = {};
  std::string_view xml_namespace = {};
  std::string_view xml_prefix = {};
  bool is_url_encoded = false;
  bool is_bare = false;       // the root holds the only member's text itself
  bool tells_millis = false;  // of each time, also where they are 000
};
std::string write_body(Protocol protocol, const Shape& shape, const void* structure, const BodyOptions& options);

std::string_view content_type(Protocol protocol);

// The member that is the body, or null.
const Member* payload_of(const Shape& shape);
// Whether any member travels in a body that no payload member claims.
bool has_body_members(const Shape& shape);

}  // namespace lightwell::wire::rest
