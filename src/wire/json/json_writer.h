// Structs into JSON, as the tables say. Writing is appending.

#pragma once

#include <string>
#include <string_view>

#include "wire/model.h"

namespace lightwell::wire {

// A JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD.
void append_json_text(std::string& out, std::string_view text);

// Any value; null for none.
void append_json_value(std::string& out, const Shape& shape, const void* value);

// One object of the members that travel in the body.
void append_json_members(std::string& out, const Shape& shape, const void* structure);

}  // namespace lightwell::wire
