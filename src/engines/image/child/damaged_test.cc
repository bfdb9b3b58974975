#include <doctest/doctest.h>

#include "engines/image/child/look.h"
#include "engines/image/child/made_pictures.h"

namespace lightwell::engines::image {
namespace {

constexpr uint64_t kPixelsMax = 200'000'000;

Look<ImageReport> look_at_file(std::string_view file) {
  start_vips();
  return look_at(as_bytes(file), kPixelsMax);
}

std::vector<std::string> one_of_each_form() {
  start_vips();
  std::vector<std::string> files;
  for (const char* suffix : {".jpg", ".jpg[interlace]", ".png", ".png[interlace]", ".webp", ".webp[lossless]", ".tif",
                             ".tif[compression=jpeg]", ".tif[compression=deflate]", ".gif"}) {
    files.push_back(make_noise(200, 150, suffix));
  }
  files.push_back(make_heif(false, 1, {}));
  files.push_back(make_heif(true, 1, {}));
  return files;
}

}  // namespace

TEST_CASE("a picture whose header promises too many pixels is refused before it is decoded") {
  const auto bomb = look_at_file([] {
    start_vips();
    return make_png_bomb(60'000, 60'000);
  }());
  REQUIRE_FALSE(bomb);
  CHECK(bomb.error().kind == ImageFailure::too_large);
  CHECK(bomb.error().message.contains("60000 x 60000"));
  CHECK(bomb.error().message.contains("limit is 200 megapixels"));
  for (const auto& [width, height] :
       {std::pair{1'000'000u, 1u}, {2'000'000u, 90u}, {0x7FFFFFFFu, 0x7FFFFFFFu}, {0u, 10u}}) {
    CAPTURE(width);
    CHECK_FALSE(look_at_file(make_png_bomb(width, height)));
  }
  const auto gif = look_at_file(make_gif(65'535, 65'535, 2, 65'535));
  REQUIRE_FALSE(gif);
  CHECK(gif.error().kind == ImageFailure::too_large);
}

TEST_CASE("an honest limit lets pictures up to it through") {
  start_vips();
  const std::string file = make_picture({.width = 100, .height = 100});
  CHECK(look_at(as_bytes(file), 10'000));
  REQUIRE_FALSE(look_at(as_bytes(file), 9'999));
  CHECK(look_at(as_bytes(file), 9'999).error().kind == ImageFailure::too_large);
}

TEST_CASE("a picture that is cut off is damaged or shown as far as it goes, at whatever byte it ends") {
  for (const std::string& whole : one_of_each_form()) {
    REQUIRE(look_at_file(whole));
    CHECK_FALSE(look_at_file(whole)->is_cut_off);
    for (const double part : {0.1, 0.2, 0.3, 0.5, 0.7, 0.9}) {
      CAPTURE(to_hex(as_bytes(whole).first(12)));
      CAPTURE(part);
      const auto looked = look_at_file(std::string_view(whole).substr(0, size_t(double(whole.size()) * part)));
      // A GIF's or a TIFF's first picture may lie before the cut; then it is shown.
      const bool may_survive = whole.starts_with("GIF") || whole.starts_with("II");
      if (looked && may_survive) continue;
      if (looked) {
        CHECK(looked->is_cut_off);
        continue;
      }
      CHECK(looked.error().kind == ImageFailure::damaged);
      CHECK(looked.error().message.ends_with('.'));
    }
  }
}

TEST_CASE("of a JPEG that breaks off, what comes before that is shown, with all that the camera wrote") {
  start_vips();
  for (const char* suffix : {".jpg", ".jpg[interlace]"}) {
    CAPTURE(suffix);
    const std::string whole = make_noise(1600, 1200, suffix);
    const auto complete = look_at_file(whole);
    const auto looked = look_at_file(std::string_view(whole).substr(0, whole.size() / 2));
    REQUIRE(complete);
    REQUIRE(looked);
    CHECK(looked->is_cut_off);
    CHECK(looked->width == 1600);
    CHECK(looked->height == 1200);
    CHECK(looked->facts == complete->facts);
    CHECK(looked->small.width == 341);
    CHECK(looked->large.height == 1080);
    CHECK(looked->large.webp != complete->large.webp);
  }
}

TEST_CASE("a JPEG that breaks off before its picture begins is refused, and for models every one that breaks off") {
  start_vips();
  const std::string whole = make_noise(400, 300, ".jpg");
  const size_t scan = whole.find("\xff\xda");
  REQUIRE(scan != whole.npos);
  const auto looked = look_at_file(std::string_view(whole).substr(0, scan + 14));
  REQUIRE_FALSE(looked);
  CHECK(looked.error().message == "The file is cut off: a part of the picture is missing.");
  std::vector<std::byte> memory(400 * 300 * 3);
  const std::string half = whole.substr(0, whole.size() / 2);
  CHECK_FALSE(decode_pixels(as_bytes(half), {}, 400, memory));
  CHECK_FALSE(make_jpeg(as_bytes(half), {}, {}));
}

TEST_CASE("bytes that changed on the way bring nothing down") {
  uint32_t chance = 1;
  const auto next = [&chance] { return chance = chance * 1664525 + 1013904223; };
  for (const std::string& whole : one_of_each_form()) {
    for (int round = 0; round < 12; ++round) {
      std::string changed = whole;
      for (int i = 0; i < 1 + round; ++i) changed[next() % changed.size()] = char(next() >> 24);
      const auto looked = look_at_file(changed);
      if (!looked) CHECK_FALSE(looked.error().message.empty());
    }
  }
}

TEST_CASE("a colour profile of many megabytes is refused") {
  start_vips();
  const auto looked = look_at_file(make_picture({.suffix = ".tif", .profile_bytes = 9u << 20}));
  REQUIRE_FALSE(looked);
  CHECK(looked.error().kind == ImageFailure::too_large);
  CHECK(looked.error().message.contains("colour profile"));
  // A small one that is nonsense is ignored.
  CHECK(look_at_file(make_picture({.suffix = ".tif", .profile_bytes = 3000})));
}

}  // namespace lightwell::engines::image
