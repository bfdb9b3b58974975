#include "engines/image/child/texts.h"

#include <doctest/doctest.h>

#include "base/text.h"

namespace lightwell::engines::image {

using namespace std::string_view_literals;

TEST_CASE("texts of cameras become clean UTF-8") {
  CHECK(clean_text("Canon  \0junk"sv, 100) == "Canon");
  CHECK(clean_text("  two\nlines\t\x01 ", 100) == "two\nlines");
  CHECK(clean_text("M\xfcnchen", 100) == "M\u00fcnchen");
  CHECK(clean_text("M\u00fcnchen", 100) == "M\u00fcnchen");
  CHECK(clean_text("", 100) == "");
  CHECK(clean_text("    ", 100) == "");
}

TEST_CASE("a text that is too long is cut at a whole character") {
  CHECK(clean_text("\u00fc\u00fc\u00fc", 5) == "\u00fc\u00fc");
  std::string huge;
  for (int i = 0; i < 40'000; ++i) huge += "\u20ac";
  CHECK(is_utf8(clean_text(huge, 4096)));
  CHECK(clean_text(huge, 4096).starts_with("\u20ac"));
}

TEST_CASE("UTF-16 becomes UTF-8, broken pairs too") {
  CHECK(utf8_of_utf16("B\0e\0r\0g\0\0\0x\0"sv) == "Berg");
  CHECK(utf8_of_utf16("\x3d\xd8\x00\xde"sv) == "\U0001F600");
  CHECK(utf8_of_utf16("\x3d\xd8x\0"sv) == "\uFFFDx");
  CHECK(utf8_of_utf16("\x3d"sv) == "");
}

TEST_CASE("what a camera writes as a description by itself is none") {
  CHECK(without_camera_phrases("OLYMPUS DIGITAL CAMERA").empty());
  CHECK(without_camera_phrases("Grandmother's digital camera") == "Grandmother's digital camera");
}

}  // namespace lightwell::engines::image
