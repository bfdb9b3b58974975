#include "engines/image/child/sniff.h"

#include <doctest/doctest.h>

namespace lightwell::engines::image {
namespace {

using namespace std::string_view_literals;

std::string ftyp(std::string_view brands) {
  return std::string("\0\0\0", 3) + char(8 + brands.size()) + "ftyp" + std::string(brands) + std::string(64, 'x');
}

std::string answer(std::string_view bytes) {
  const auto sniffed = sniff(as_bytes(bytes));
  return sniffed ? std::string(sniffed->media_type) : std::string(name_of(sniffed.error().kind));
}

struct Tag {
  uint16_t id;
  uint32_t value;
};
// A little-endian TIFF whose first folder has these tags, and the maker's name where it is not empty.
std::string tiff(std::string_view make, std::vector<Tag> tags) {
  std::string file("II*\0\x08\0\0\0", 8);
  const auto put = [&](uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) file += char(value >> (8 * i));
  };
  const auto count = uint32_t(tags.size() + (make.empty() ? 0 : 1));
  put(count, 2);
  if (!make.empty()) {
    put(0x010F, 2), put(2, 2), put(uint32_t(make.size()), 4), put(8 + 2 + count * 12 + 4, 4);
  }
  for (const Tag& tag : tags) put(tag.id, 2), put(4, 2), put(1, 4), put(tag.value, 4);
  put(0, 4);
  return file + std::string(make);
}

}  // namespace

TEST_CASE("a file is what its first bytes say") {
  CHECK(answer("\xFF\xD8\xFF\xE0....") == "image/jpeg");
  CHECK(answer("\x89PNG\r\n\x1A\n....") == "image/png");
  CHECK(answer("GIF89a......") == "image/gif");
  CHECK(answer("RIFF\0\0\0\0WEBPVP8 "sv) == "image/webp");
  CHECK(answer(ftyp("heic\0\0\0\0mif1heic"sv)) == "image/heic");
  CHECK(answer(ftyp("mif1\0\0\0\0mif1heic"sv)) == "image/heic");
  CHECK(answer(ftyp("mif1\0\0\0\0avifmif1"sv)) == "image/avif");
  CHECK(answer(ftyp("avif\0\0\0\0avifmif1miaf"sv)) == "image/avif");
  CHECK(answer(ftyp("mif1\0\0\0\0mif1"sv)) == "image/heif");
}

TEST_CASE("raw files are told from TIFF by their first folder") {
  CHECK(answer(tiff("", {{0x100, 10}})) == "image/tiff");
  CHECK(answer(tiff("Canon scanner", {{0x100, 10}})) == "image/tiff");
  CHECK(answer(tiff("", {{0xC612, 0x00000401}})) == "image/x-adobe-dng");
  CHECK(answer(tiff("NIKON CORPORATION", {{0xFE, 1}, {0x14A, 200}})) == "image/x-nikon-nef");
  CHECK(answer(tiff("NIKON CORPORATION", {{0xFE, 0}})) == "image/tiff");
  CHECK(answer(tiff("SONY ", {{0xFE, 1}, {0x14A, 200}})) == "image/x-sony-arw");
  CHECK(answer("II*\0\x10\0\0\0CR\2\0"sv) == "image/x-canon-cr2");
  CHECK(answer("FUJIFILMCCD-RAW 0201") == "image/x-fuji-raf");
  CHECK(answer("IIRO\x08\0\0\0"sv) == "image/x-olympus-orf");
  CHECK(answer("IIU\0\x08\0\0\0"sv) == "image/x-panasonic-rw2");
  CHECK(answer(ftyp("crx \0\0\0\1crx isom"sv)) == "image/x-canon-cr3");
}

TEST_CASE("a folder that points outside its file is no reason to fall") {
  CHECK(answer("II*\0\xFF\xFF\xFF\xFF"sv) == "image/tiff");
  CHECK(answer("MM\0*"sv) == "image/tiff");
  CHECK(answer("II*\0\x08\0\0\0\xFF\xFF\x0F\x01\x02\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv) == "image/tiff");
}

TEST_CASE("what is no photo is refused by its name, whatever it is called") {
  struct Case {
    std::string bytes;
    std::string_view kind;
    std::string_view words;
  };
  const Case cases[] = {
      {"", "empty", "empty"},
      {"Dear diary, today I took no photo.\n", "not_an_image", "a text file"},
      {"<?xml version=\"1.0\"?>\n<!-- x --><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
       "unsupported", "SVG"},
      {"<!DOCTYPE html><html><body>", "not_an_image", "a web page"},
      {"%PDF-1.7\n", "not_an_image", "PDF"},
      {ftyp("isom\0\0\2\0isomiso2mp41"sv), "not_an_image", "a video"},
      {ftyp("qt  \0\0\0\0qt  "sv), "not_an_image", "a video"},
      {std::string("\x1A\x45\xDF\xA3....", 8), "not_an_image", "a video"},
      {std::string("PK\3\4....", 8), "not_an_image", "ZIP"},
      {"8BPS....", "unsupported", "Photoshop"},
      {std::string("\0\0\0\x0CJXL \r\n\x87\n", 12), "unsupported", "JPEG XL"},
      {std::string("\x00\x01\x02\x03\x04\xFF", 6), "not_an_image", "not a picture of a known kind"},
      {std::string(100'000, '\0'), "not_an_image", "not a picture of a known kind"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.bytes.substr(0, 20));
    const auto sniffed = sniff(as_bytes(one.bytes));
    REQUIRE_FALSE(sniffed);
    CHECK(name_of(sniffed.error().kind) == one.kind);
    CHECK(sniffed.error().message.contains(one.words));
  }
}

TEST_CASE("no beginning of a file brings the sniffer down") {
  const std::string whole = ftyp("mif1\0\0\0\0mif1heicavif"sv) + tiff("NIKON", {{0xFE, 1}});
  for (size_t size = 0; size <= whole.size(); ++size) (void)sniff(as_bytes(whole).first(size));
  const std::string folder = tiff("NIKON", {{0xFE, 1}, {0x14A, 7}});
  for (size_t size = 1; size <= folder.size(); ++size) CHECK_FALSE(answer(folder.substr(0, size)) == "empty");
}

}  // namespace lightwell::engines::image
