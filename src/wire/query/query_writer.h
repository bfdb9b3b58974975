// Structs into form parameters, as the query protocol spells them.

#pragma once

#include <string>
#include <string_view>

#include "wire/model.h"

namespace lightwell::wire {

// Appends "&name=value", percent-encoded; without '&' at the start of the text.
void append_parameter(std::string& out, std::string_view name, std::string_view value);

// As the query protocol or EC2's spells them.
void append_query_members(std::string& out, Protocol protocol, const std::string& prefix, const Shape& shape,
                          const void* structure);

}  // namespace lightwell::wire
