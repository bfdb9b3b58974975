#include "engines/image/image_engine.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "engines/image/child/made_pictures.h"
#include "run/spawn.h"

namespace lightwell::engines {
namespace {

using image::make_picture;

std::shared_ptr<const FileHandle> file_of(std::string_view bytes) {
  const int descriptor = memfd_create("test", MFD_CLOEXEC);
  REQUIRE(write(descriptor, bytes.data(), bytes.size()) == ssize_t(bytes.size()));
  return std::make_shared<const FileHandle>(descriptor);
}

Result<ImageReport> process(ImageEngine& engine, std::string bytes) {
  return sync_wait(engine.process(Payload(std::move(bytes))));
}

std::string a_photo() {
  image::start_vips();
  return make_picture({.width = 900, .height = 600});
}

// Nothing: the package is not installed, and the test says so.
std::optional<FileRegion> file_at(const char* path) {
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    MESSAGE("SKIPPED, not installed: ", path);
    return std::nullopt;
  }
  struct stat facts = {};
  REQUIRE(fstat(descriptor, &facts) == 0);
  return FileRegion{std::make_shared<const FileHandle>(descriptor), 0, uint64_t(facts.st_size)};
}

}  // namespace

TEST_CASE("the engine inside the program reads a photo") {
  ImageEngine engine({.children = 1});
  const auto report = process(engine, a_photo());
  REQUIRE(report);
  CHECK(report->type == ImageType::jpeg);
  CHECK(report->media_type == "image/jpeg");
  CHECK(report->width == 900);
  CHECK(report->height == 600);
  CHECK(image::is_upright(report->large.webp));
  CHECK(image::is_upright(report->small.webp));
  CHECK(engine.counts().children_started == 1);
}

TEST_CASE("an original may come as bytes, as regions, as a part of a file or as a stream") {
  ImageEngine engine({.children = 1, .spool_folder = "/tmp"});
  const std::string photo = a_photo();
  const auto expected = process(engine, photo);
  REQUIRE(expected);

  const auto padded = file_of(std::string(5000, 'x') + photo + "behind");
  CHECK(sync_wait(engine.process(FileRegion{padded, 5000, photo.size()})) == *expected);

  std::vector<FileRegion> parts;
  const size_t half = photo.size() / 2;
  parts.push_back({file_of(photo.substr(0, half)), 0, half});
  parts.push_back({padded, 5000 + half, photo.size() - half});
  CHECK(sync_wait(engine.process(Payload(std::move(parts)))) == *expected);

  CHECK(sync_wait(engine.process(Payload(source_of(photo)))) == *expected);
  CHECK(engine.counts().children_started == 1);
}

TEST_CASE("an original that is empty or over the limit of bytes is refused without an engine") {
  ImageEngine engine({.children = 1});
  const auto empty = process(engine, "");
  REQUIRE_FALSE(empty);
  CHECK(image_failure(empty.error()) == ImageFailure::empty);
  CHECK(empty.error().message == "The file is empty.");
  const auto large = sync_wait(engine.process(Payload(std::string(1001, 'x')), {.bytes_max = 1000}));
  CHECK(image_failure(large.error()) == ImageFailure::too_large);
  const auto stream = sync_wait(engine.process(Payload(source_of(std::string(1001, 'x'))), {.bytes_max = 1000}));
  CHECK(image_failure(stream.error()) == ImageFailure::too_large);
  CHECK(engine.counts().children_started == 0);
}

TEST_CASE("bad files get their own clear message, and the child that read them goes on") {
  ImageEngine engine({.children = 1});
  image::start_vips();
  struct Case {
    std::string bytes;
    ImageFailure failure;
    std::string_view words;
  };
  const std::string noise = image::make_noise(400, 300, ".jpg");
  const Case cases[] = {
      {"It was a dark and stormy night.", ImageFailure::not_an_image, "a text file"},
      {"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", ImageFailure::unsupported, "SVG"},
      {noise.substr(0, 300), ImageFailure::damaged, "cut off"},
      {image::make_heif(false, 1, {}).substr(0, 300), ImageFailure::damaged, "."},
      {image::make_png_bomb(60'000, 60'000), ImageFailure::too_large, "60000 x 60000"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.words);
    const auto report = process(engine, one.bytes);
    REQUIRE_FALSE(report);
    CHECK(image_failure(report.error()) == one.failure);
    CHECK(report.error().message.contains(one.words));
  }
  CHECK(process(engine, image::make_gif(300, 300, 10'000)));
  CHECK_FALSE(process(engine, a_photo())->is_cut_off);
  const auto half = process(engine, noise.substr(0, noise.size() / 2));
  REQUIRE(half);
  CHECK(half->is_cut_off);
  CHECK(engine.counts().children_started == 1);
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("HEIC and AVIF are decoded behind the filter of system calls") {
  ImageEngine engine({.children = 1});
  image::start_vips();
  for (const bool avif : {false, true}) {
    const auto report = process(engine, image::make_heif(avif, 6, {}));
    REQUIRE(report);
    CHECK(image::is_upright(report->large.webp));
  }
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("photos of real phones tell when and where they were taken") {
  const auto file = file_at("/usr/share/forensics-samples/original-files/pic2/IMG_20200124_231153.jpg");
  if (!file) return;
  ImageEngine engine({.children = 1});
  const auto report = sync_wait(engine.process(*file));
  REQUIRE(report);
  CHECK(report->width == 4000);
  CHECK(report->height == 3000);
  CHECK(report->orientation == 3);
  CHECK(report->facts.camera_model == "Mi A3");
  CHECK(iso8601_millis(report->facts.taken_at->local) == "2020-01-24T23:11:53.332Z");
  CHECK(report->facts.taken_at->zone_minutes == -180);
  CHECK(report->facts.gps->latitude == doctest::Approx(-15.83567));
  CHECK(report->facts.gps->longitude == doctest::Approx(-48.015564));
  CHECK(report->facts.exposure_seconds == 0.05);
  CHECK(report->facts.iso == 1792);
  CHECK(report->large.width == 1440);
  CHECK(report->small.height == 256);
}

TEST_CASE("oddities of JPEG and PNG are shown") {
  ImageEngine engine({.children = 2});
  for (const char* path : {"/usr/share/libjxl-testdata/jxl/flower/flower_small.q85_420_non_interleaved.jpg",
                           "/usr/share/libjxl-testdata/jxl/flower/flower.png.im_q85_asymmetric.jpg",
                           "/usr/share/libjxl-testdata/jxl/flower/flower.png.im_q85_rgb.jpg",
                           "/usr/share/libjxl-testdata/external/pngsuite/ct1n0g04.png",
                           "/usr/share/libjxl-testdata/external/pngsuite/exif2c08.png",
                           "/usr/share/libjxl-testdata/external/raw.pixls/DJI-FC6310-16bit_709_v4_krita.png",
                           "/usr/share/libjxl-testdata/external/wesaturate/500px/tmshre_riaphotographs_alpha.png",
                           "/usr/share/backgrounds/mate/abstract/Arc-Colors-Transparent-Wallpaper.png",
                           "/usr/share/forensics-samples/original-files/pic1/IMG_1054.JPG"}) {
    const auto file = file_at(path);
    if (!file) continue;
    CAPTURE(path);
    CHECK(sync_wait(engine.process(*file)));
  }
}

TEST_CASE("many photos at once are shared out among the children") {
  ImageEngine engine({.children = 2});
  const std::string photo = a_photo();
  std::vector<std::thread> askers;
  std::atomic<int> done = 0;
  for (int i = 0; i < 8; ++i) {
    askers.emplace_back([&] {
      for (int round = 0; round < 5; ++round) done += process(engine, photo).has_value() ? 1 : 0;
    });
  }
  for (std::thread& asker : askers) asker.join();
  CHECK(done == 40);
  CHECK(engine.counts().children_started == 2);
}

TEST_CASE("a photo of 200 megapixels is read within an engine's memory") {
  ImageEngine engine({.children = 1});
  image::start_vips();
  const std::string file = make_picture({.width = 14'000, .height = 14'000, .suffix = ".jpg[Q=50]", .bands = 1});
  const auto report = process(engine, file);
  REQUIRE(report);
  CHECK(report->width == 14'000);
  CHECK(report->large.width == 1440);
}

}  // namespace lightwell::engines
