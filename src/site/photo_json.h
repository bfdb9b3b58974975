// Photos as the JSON API shows them.

#pragma once

#include <string>

#include "photos/library/library.h"
#include "site/json_writer.h"

namespace lightwell::site {

void write_photo(JsonWriter& out, const photos::Photo& photo);
// The same without its braces, for who has more to say of it.
void write_photo_members(JsonWriter& out, const photos::Photo& photo);
// The columns, into an object that is open.
void write_tiles(JsonWriter& out, const photos::Tiles& tiles);
// "2024-05-03T14:22:10": the face of the camera's clock.
std::string local_seconds(Timestamp local);

}  // namespace lightwell::site
