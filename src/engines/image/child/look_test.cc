#include "engines/image/child/look.h"

#include <doctest/doctest.h>

#include <ctime>

#include "engines/image/child/made_pictures.h"
#include "engines/image/protocol/message.h"

namespace lightwell::engines::image {
namespace {

constexpr uint64_t kPixelsMax = 200'000'000;

ImageReport looked(std::string_view file) {
  start_vips();
  auto report = look_at(as_bytes(file), kPixelsMax);
  if (!report) FAIL(report.error().message);
  // Whatever the engine reports must pass the server's own checks.
  CHECK(protocol::decode_report(as_bytes(protocol::encode(*report))) == *report);
  return std::move(*report);
}

}  // namespace

TEST_CASE("all forms give the same picture, upright, for all eight orientations") {
  start_vips();
  for (const std::string suffix : {".jpg[Q=95]", ".png", ".webp[Q=95]", ".tif"}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      CAPTURE(suffix);
      CAPTURE(orientation);
      const ImageReport report = looked(make_picture({.suffix = suffix, .orientation = orientation}));
      CHECK(report.width == 120);
      CHECK(report.height == 80);
      CHECK(report.orientation == orientation);
      CHECK(report.large.width == 120);
      CHECK(is_upright(report.large.webp));
      CHECK(is_upright(report.small.webp));
    }
  }
}

TEST_CASE("HEIC and AVIF are turned once, by the file's property, whatever their EXIF says") {
  start_vips();
  const std::string exif = exif_of_orientation(6);
  for (const bool avif : {false, true}) {
    for (const int orientation : {1, 3, 6, 8}) {
      CAPTURE(avif);
      CAPTURE(orientation);
      const ImageReport report = looked(make_heif(avif, orientation, exif));
      CHECK(report.type == (avif ? ImageType::avif : ImageType::heic));
      CHECK(report.width == 128);
      CHECK(report.height == 96);
      CHECK(is_upright(report.large.webp));
    }
  }
}

TEST_CASE("the small preview's short side is 256, the large fits in 1440, and nothing is enlarged") {
  struct Case {
    int width, height;
    uint32_t small_width, small_height, large_width, large_height;
  };
  const Case cases[] = {
      {4000, 3000, 341, 256, 1440, 1080}, {3000, 4000, 256, 341, 1080, 1440}, {300, 200, 300, 200, 300, 200},
      {6000, 600, 2560, 256, 1440, 144},  {2000, 2, 2000, 2, 1440, 1},        {1, 1, 1, 1, 1, 1},
      {1440, 1440, 256, 256, 1440, 1440}, {9000, 300, 4096, 137, 1440, 48},   {400, 5200, 256, 3328, 111, 1440}};
  for (const Case& one : cases) {
    CAPTURE(one.width);
    CAPTURE(one.height);
    const ImageReport report = looked([&] {
      start_vips();
      return make_picture({.width = one.width, .height = one.height});
    }());
    CHECK(report.width == uint32_t(one.width));
    CHECK(report.height == uint32_t(one.height));
    CHECK(report.small.width == one.small_width);
    CHECK(report.small.height == one.small_height);
    CHECK(report.large.width == one.large_width);
    CHECK(report.large.height == one.large_height);
    CHECK(report.thumbhash.size() >= 5);
  }
}

TEST_CASE("colours are right: grey, 16 bits, wide gamut, CMYK") {
  start_vips();
  CHECK(is_upright(looked(make_picture({.suffix = ".png", .sixteen_bits = true})).large.webp));
  const Pixels grey = decode(looked(make_picture({.bands = 1})).large.webp);
  CHECK(near(grey.at(0.75, 0.75), kWhite));
  CHECK(near(grey.at(0.25, 0.25), {90, 90, 90}));

  // The same numbers mean a stronger red in Display P3 than in sRGB.
  const Pixels wide = decode(looked(make_picture({.suffix = ".png", .profile = "p3"})).large.webp);
  CHECK(wide.at(0.25, 0.25)[0] > 240);
  CHECK(near(wide.at(0.75, 0.75), kWhite));

  CHECK(near(decode(looked(make_cmyk_jpeg({0, 0, 0, 0})).large.webp).at(0.5, 0.5), {255, 255, 255}));
  CHECK(near(decode(looked(make_cmyk_jpeg({0, 0, 0, 255})).large.webp).at(0.5, 0.5), {30, 30, 30}, 30));
  const Colour cyan = decode(looked(make_cmyk_jpeg({255, 0, 0, 0})).large.webp).at(0.5, 0.5);
  CHECK(cyan[0] < 60);
  CHECK(cyan[2] > 180);
}

TEST_CASE("transparency stays where there is some, and previews carry no metadata") {
  start_vips();
  for (const std::string suffix : {".png", ".webp[lossless]", ".tif"}) {
    CAPTURE(suffix);
    const ImageReport report = looked(make_picture({.suffix = suffix, .bands = 4, .profile = "p3"}));
    const Pixels pixels = decode(report.large.webp);
    CHECK(pixels.bands == 4);
    CHECK(pixels.alpha_at(0.25, 0.25) < 10);
    CHECK(pixels.alpha_at(0.75, 0.25) > 245);
    for (const std::string_view chunk : {"EXIF", "XMP ", "ICCP"}) {
      CHECK_FALSE(report.large.webp.contains(chunk));
      CHECK_FALSE(report.small.webp.contains(chunk));
    }
  }
  CHECK(decode(looked(make_picture({.suffix = ".png"})).large.webp).bands == 3);
}

TEST_CASE("an animation shows its first frame, and ten thousand frames cost nothing") {
  start_vips();
  const std::string gif = make_gif(400, 300, 10'000);
  const std::clock_t start = std::clock();  // of the processor: others may be busy too
  const ImageReport report = looked(gif);
  CHECK((std::clock() - start) / CLOCKS_PER_SEC < 3);
  CHECK(report.type == ImageType::gif);
  CHECK(report.frames > 4000);  // libvips counts no further than 4,097
  CHECK(report.width == 400);
  CHECK(report.height == 300);
  CHECK(report.large.width == 400);
}

}  // namespace lightwell::engines::image
