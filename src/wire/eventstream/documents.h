// The body of an event, in whatever its protocol writes bodies in.

#pragma once

#include <string>
#include <string_view>

#include "wire/model.h"

namespace lightwell::wire {

std::string_view document_type(Protocol protocol);  // application/json
std::string write_document(Protocol protocol, const Shape& shape, const void* structure);
// Answers the problem, empty if there is none. An empty text is an empty struct.
std::string read_document(Protocol protocol, std::string_view text, const Shape& shape, void* structure);

}  // namespace lightwell::wire
