// The container of WebP files. https://developers.google.com/speed/webp/docs/riff_container

#pragma once

#include <string>
#include <string_view>

namespace lightwell::engines::image {

// The picture and its transparency; EXIF, XMP and the colour profile are left out. (libvips 8.14 writes them whatever
// its option "strip" says.) `webp` must be a whole, well-formed file.
std::string without_metadata(std::string_view webp);

}  // namespace lightwell::engines::image
