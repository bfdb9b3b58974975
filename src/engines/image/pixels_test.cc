// Pixels and JPEGs for other eyes than a browser's.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "engines/image/child/made_pictures.h"
#include "engines/image/image_engine.h"
#include "run/spawn.h"

namespace lightwell::engines {
namespace {

using image::Made;

Result<Pixels> pixels_of(ImageEngine& engine, const std::string& file, PixelsOptions options = {}) {
  return sync_wait(engine.pixels(Payload(file), options));
}

// The colour at a ratio of width and height.
image::Colour colour_at(const Pixels& pixels, double x, double y) {
  std::string rows(pixels.bytes(), '\0');
  REQUIRE(pread(pixels.memory->descriptor(), rows.data(), rows.size(), 0) == ssize_t(rows.size()));
  const size_t at = (size_t(y * pixels.height) * pixels.width + size_t(x * pixels.width)) * 3;
  return {uint8_t(rows[at]), uint8_t(rows[at + 1]), uint8_t(rows[at + 2])};
}

bool is_upright(const Pixels& pixels) {
  return image::near(colour_at(pixels, .25, .25), image::kRed) &&
         image::near(colour_at(pixels, .75, .25), image::kGreen) &&
         image::near(colour_at(pixels, .25, .75), image::kBlue) &&
         image::near(colour_at(pixels, .75, .75), image::kWhite);
}

}  // namespace

TEST_CASE("pixels are upright whatever the form and the orientation of the original") {
  image::start_vips();
  ImageEngine engine({.children = 1});
  for (const char* suffix : {".jpg[Q=95]", ".png", ".webp[Q=95]", ".tif"}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      CAPTURE(suffix);
      CAPTURE(orientation);
      const auto pixels = pixels_of(engine, image::make_picture({.suffix = suffix, .orientation = orientation}));
      REQUIRE(pixels);
      CHECK(pixels->width == 120);
      CHECK(pixels->height == 80);
      CHECK(pixels->original_width == 120);
      CHECK(pixels->original_height == 80);
      CHECK(pixels->orientation == orientation);
      CHECK(is_upright(*pixels));
    }
  }
  CHECK(is_upright(*pixels_of(engine, image::make_heif(false, 6, {}))));
  CHECK(engine.counts().children_started == 1);
}

TEST_CASE("pixels are shrunk to the longest side that was asked for, and never enlarged") {
  image::start_vips();
  ImageEngine engine({.children = 1});
  const std::string file = image::make_picture({.width = 4000, .height = 3000});
  const auto shrunk = pixels_of(engine, file);
  REQUIRE(shrunk);
  CHECK(shrunk->width == 1600);
  CHECK(shrunk->height == 1200);
  CHECK(shrunk->original_width == 4000);
  CHECK(is_upright(*shrunk));
  CHECK(pixels_of(engine, file, {.side_max = 1})->width == 1);
  CHECK(pixels_of(engine, file, {.side_max = 1'000'000})->width == 4000);
  CHECK(pixels_of(engine, image::make_picture({.width = 1, .height = 1}))->bytes() == 3);
}

TEST_CASE("grey, transparent, 16-bit, CMYK and moving originals become plain red, green and blue") {
  image::start_vips();
  ImageEngine engine({.children = 1});
  const auto grey = pixels_of(engine, image::make_picture({.bands = 1}));
  REQUIRE(grey);
  const auto shade = colour_at(*grey, .25, .25);
  CHECK(shade[0] == shade[1]);
  // The left half is transparent: the page shows through.
  const auto transparent = pixels_of(engine, image::make_picture({.suffix = ".png", .bands = 4}));
  REQUIRE(transparent);
  CHECK(image::near(colour_at(*transparent, .25, .25), {255, 255, 255}));
  CHECK(image::near(colour_at(*transparent, .75, .25), image::kGreen));
  CHECK(is_upright(*pixels_of(engine, image::make_picture({.suffix = ".png", .sixteen_bits = true}))));
  const auto printed = pixels_of(engine, image::make_cmyk_jpeg({0, 255, 255, 0}));
  REQUIRE(printed);
  CHECK(colour_at(*printed, .5, .5)[0] > 180);
  CHECK(colour_at(*printed, .5, .5)[2] < 90);
  CHECK(pixels_of(engine, image::make_gif(30, 20, 5))->bytes() == 1800);
}

TEST_CASE("who gets the memory of pixels cannot change its size, nor write to it") {
  image::start_vips();
  ImageEngine engine({.children = 1});
  const auto pixels = pixels_of(engine, image::make_picture({}));
  REQUIRE(pixels);
  struct stat facts = {};
  REQUIRE(fstat(pixels->memory->descriptor(), &facts) == 0);
  CHECK(uint64_t(facts.st_size) == pixels->bytes());
  CHECK(write(pixels->memory->descriptor(), "x", 1) < 0);
  CHECK(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, pixels->memory->descriptor(), 0) == MAP_FAILED);
  CHECK((fcntl(pixels->memory->descriptor(), F_GET_SEALS) & F_SEAL_SHRINK) != 0);
}

TEST_CASE("what gives no picture gives no pixels, with the same words") {
  image::start_vips();
  ImageEngine engine({.children = 1});
  const std::string whole = image::make_noise(400, 300, ".jpg");
  const auto cut = pixels_of(engine, whole.substr(0, whole.size() / 2));
  REQUIRE_FALSE(cut);
  CHECK(image_failure(cut.error()) == ImageFailure::damaged);
  CHECK(image_failure(pixels_of(engine, "once upon a time").error()) == ImageFailure::not_an_image);
  CHECK(image_failure(pixels_of(engine, image::make_png_bomb(60'000, 60'000)).error()) == ImageFailure::too_large);
  CHECK(image_failure(pixels_of(engine, "").error()) == ImageFailure::empty);
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("any picture becomes an upright JPEG of bounded size") {
  image::start_vips();
  ImageEngine engine({.children = 1});
  for (const char* suffix : {".webp[Q=95]", ".png", ".jpg[Q=95]"}) {
    const std::string file = image::make_picture({.width = 2000, .height = 1500, .suffix = suffix, .orientation = 6});
    const auto jpeg = sync_wait(engine.jpeg(Payload(file)));
    REQUIRE(jpeg);
    CHECK(jpeg->bytes.starts_with("\xff\xd8\xff"));
    CHECK(jpeg->width == 1440);
    CHECK(jpeg->height == 1080);
    CHECK(image::is_upright(jpeg->bytes));
  }
  const std::string noise = image::make_noise(800, 800, ".png");
  const auto plain = sync_wait(engine.jpeg(Payload(noise)));
  const auto small = sync_wait(engine.jpeg(Payload(noise), {.jpeg_bytes_max = 150'000}));
  REQUIRE(plain);
  REQUIRE(small);
  CHECK(plain->bytes.size() > 150'000);
  CHECK(small->bytes.size() <= 150'000);
  const auto impossible = sync_wait(engine.jpeg(Payload(noise), {.jpeg_bytes_max = 1000}));
  REQUIRE_FALSE(impossible);
  CHECK(image_failure(impossible.error()) == ImageFailure::too_large);
}

TEST_CASE("a part of the upright picture is cut out, and what reaches beyond it is left out") {
  image::start_vips();
  ImageEngine engine({.children = 1});
  const std::string file = image::make_picture({.suffix = ".webp[Q=95]", .orientation = 6});
  const auto part = sync_wait(
      engine.jpeg(Payload(file), {.side_max = 30, .part = {.left = .5, .top = 0, .width = .5, .height = .5}}));
  REQUIRE(part);
  CHECK(part->width == 30);
  CHECK(part->height == 20);
  const auto green = pixels_of(engine, part->bytes);
  REQUIRE(green);
  CHECK(image::near(colour_at(*green, .5, .5), image::kGreen));
  const auto corner = sync_wait(engine.jpeg(Payload(file), {.part = {.left = 1, .top = 1, .width = 1, .height = 1}}));
  REQUIRE(corner);
  CHECK(corner->width == 1);
  CHECK(corner->height == 1);
}

}  // namespace lightwell::engines
