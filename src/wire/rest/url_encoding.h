// S3's encoding-type=url: names that XML could not carry travel percent-encoded inside it. S3 keeps '/' and '*' as they
// are, writes a space as '+', and escapes '~'.

#pragma once

#include <string>
#include <string_view>

#include "wire/model.h"

namespace lightwell::wire {

std::string url_encode(std::string_view text);

// Whether the output's own EncodingType says "url".
bool is_url_encoded(const Shape& output, const void* structure);

// Undoes the encoding in every marked member, at any depth.
void url_decode_members(const Shape& shape, void* structure);

}  // namespace lightwell::wire
