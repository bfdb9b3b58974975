// A photo as the JSON API shows it.

#pragma once

#include <string>

#include "photos/library/photo.h"
#include "site/json_writer.h"

namespace lightwell::site {

void write_photo(JsonWriter& out, const photos::Photo& photo);
// "2024-05-03T14:22:10": the face of the camera's clock.
std::string local_seconds(Timestamp local);

}  // namespace lightwell::site
