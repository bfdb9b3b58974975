// Structs into CBOR (RFC 8949), as the tables say: definite lengths, the shortest heads. Writing is appending.

#pragma once

#include <string>
#include <string_view>

#include "wire/model.h"

namespace lightwell::wire {

void append_cbor_map(std::string& out, size_t entries);
void append_cbor_text(std::string& out, std::string_view text);  // bytes that are no UTF-8 become U+FFFD

// One map of the members that travel in the body.
void append_cbor_members(std::string& out, const Shape& shape, const void* structure);

}  // namespace lightwell::wire
