#include "engines/image/child/raw_preview.h"

#include <doctest/doctest.h>

#include "engines/image/child/look.h"
#include "engines/image/child/made_pictures.h"

namespace lightwell::engines::image {
namespace {

std::string big_endian(uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes; i-- > 0;) out += char(value >> (8 * i));
  return out;
}

std::string box(std::string_view type, std::string_view body) {
  return big_endian(8 + body.size(), 4) + std::string(type) + std::string(body);
}

std::string make_cr3(const std::string& jpeg) {
  const std::string preview = box("PRVW", big_endian(0, 4) + big_endian(1, 2) + big_endian(120, 2) + big_endian(80, 2) +
                                              big_endian(1, 2) + big_endian(jpeg.size(), 4) + jpeg);
  const std::string uuid = "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16";
  return box("ftyp", "crx " + big_endian(1, 4) + "crx isom") + box("moov", "") +
         box("uuid", uuid + big_endian(0, 4) + big_endian(1, 4) + preview) + box("mdat", std::string(100, 'r'));
}

// Fujifilm's: a fixed header that points to the JPEG and to the raw data.
std::string make_raf(const std::string& jpeg) {
  std::string head = "FUJIFILMCCD-RAW 0201FF129502X-T1" + std::string(64, '\0');
  head.resize(84);
  return head + big_endian(160, 4) + big_endian(jpeg.size(), 4) + std::string(160 - 92, '\0') + jpeg +
         std::string(1000, 'r');
}

// Adobe's, as small as it gets: the first folder holds a raw picture of 4 x 4 and points to a folder with the preview.
std::string make_dng(const std::string& jpeg, int orientation) {
  std::string file("II*\0\x08\0\0\0", 8);
  const auto put = [&file](uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) file += char(value >> (8 * i));
  };
  const auto tag = [&](uint32_t id, uint32_t type, uint32_t count, uint32_t value) {
    put(id, 2), put(type, 2), put(count, 4), put(value, 4);
  };
  const uint32_t first_tags = 12, second_tags = 8;
  const uint32_t second_at = 8 + 2 + first_tags * 12 + 4;
  const uint32_t jpeg_at = second_at + 2 + second_tags * 12 + 4;
  put(first_tags, 2);
  tag(0xFE, 4, 1, 0);
  tag(0x100, 4, 1, 4);
  tag(0x101, 4, 1, 4);
  tag(0x102, 3, 1, 8);
  tag(0x103, 3, 1, 1);
  tag(0x106, 3, 1, 32803);
  tag(0x111, 4, 1, jpeg_at + uint32_t(jpeg.size()));
  tag(0x112, 3, 1, uint32_t(orientation));
  tag(0x115, 3, 1, 1);
  tag(0x117, 4, 1, 16);
  tag(0x14A, 4, 1, second_at);
  tag(0xC612, 1, 4, 0x00000401);
  put(0, 4);
  put(second_tags, 2);
  tag(0xFE, 4, 1, 1);
  tag(0x100, 4, 1, 120);
  tag(0x101, 4, 1, 80);
  tag(0x103, 3, 1, 7);
  tag(0x106, 3, 1, 6);
  tag(0x111, 4, 1, jpeg_at);
  tag(0x115, 3, 1, 3);
  tag(0x117, 4, 1, uint32_t(jpeg.size()));
  put(0, 4);
  return file + jpeg + std::string(16, 'r');
}

ImageReport looked(const std::string& file) {
  auto report = look_at(as_bytes(file), 1'000'000);
  if (!report) FAIL(report.error().message);
  return std::move(*report);
}

}  // namespace

TEST_CASE("a raw file is shown by the JPEG its camera put into it") {
  start_vips();
  const std::string jpeg = make_picture({});
  const ImageReport canon = looked(make_cr3(jpeg));
  CHECK(canon.type == ImageType::raw);
  CHECK(canon.media_type == "image/x-canon-cr3");
  CHECK(is_upright(canon.large.webp));
  const ImageReport fuji = looked(make_raf(jpeg));
  CHECK(fuji.media_type == "image/x-fuji-raf");
  CHECK(is_upright(fuji.large.webp));
  const ImageReport adobe = looked(make_dng(jpeg, 1));
  CHECK(adobe.media_type == "image/x-adobe-dng");
  CHECK(is_upright(adobe.large.webp));
}

TEST_CASE("the raw file's orientation turns its preview") {
  start_vips();
  // The preview as the sensor saw it, without an orientation of its own.
  const std::string turned = make_picture({.suffix = ".jpg[Q=95,strip]", .orientation = 6});
  const ImageReport report = looked(make_dng(turned, 6));
  CHECK(report.orientation == 6);
  CHECK(report.large.width == 120);
  CHECK(is_upright(report.large.webp));
}

TEST_CASE("a raw file without a picture inside is refused in words") {
  start_vips();
  for (const std::string& file :
       {make_cr3(""), make_raf("no jpeg"), make_dng("no jpeg", 1), make_cr3("\xFF\xD8\xFF")}) {
    const auto report = look_at(as_bytes(file), 1'000'000);
    REQUIRE_FALSE(report);
    const bool fits = report.error().kind == ImageFailure::unsupported || report.error().kind == ImageFailure::damaged;
    CHECK(fits);
  }
}

TEST_CASE("no beginning of a CR3 brings the reader down") {
  start_vips();
  const std::string file = make_cr3(std::string("\xFF\xD8\xFF") + std::string(50, 'x'));
  for (size_t size = 0; size < file.size(); ++size) (void)find_cr3_preview(as_bytes(file).first(size));
  CHECK(find_cr3_preview(as_bytes(file)));
  std::string lying = file;
  lying[lying.find("PRVW") + 4 + 12] = '\x7F';  // the length of the JPEG
  CHECK_FALSE(find_cr3_preview(as_bytes(lying)));
}

}  // namespace lightwell::engines::image
