// Texts out of metadata: whatever bytes a camera or a program wrote, as clean UTF-8.

#pragma once

#include <string>
#include <string_view>

namespace lightwell::engines::image {

// Ends at a NUL; what is not UTF-8 is taken for Latin-1; control characters become spaces; trimmed; cut at a whole
// character to at most `bytes_max` bytes.
std::string clean_text(std::string_view raw, size_t bytes_max);

// Little-endian UTF-16; broken pairs become U+FFFD.
std::string utf8_of_utf16(std::string_view bytes);

// Empty for what cameras write as a "description" by themselves, such as "OLYMPUS DIGITAL CAMERA".
std::string without_camera_phrases(std::string description);

}  // namespace lightwell::engines::image
