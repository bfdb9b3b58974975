#include "engines/image/protocol/message.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace lightwell::engines::protocol {
namespace {

// The smallest file that says it is a WebP of this size.
std::string webp(uint32_t width, uint32_t height) {
  std::string file("RIFF....WEBPVP8 ............", 26);
  for (const uint32_t side : {width, height}) file += {char(side), char(side >> 8)};
  return file;
}

ImageReport full_report() {
  ImageReport report;
  report.type = ImageType::heic;
  report.media_type = "image/heic";
  report.width = 4000;
  report.height = 3000;
  report.orientation = 6;
  report.frames = 2;
  report.is_cut_off = true;
  report.facts.taken_at = TakenAt{from_micros(1'591'614'973'868'104), -180};
  report.facts.gps = GpsPosition{-15.83, -48.02, 1104.5};
  report.facts.camera_make = "Make";
  report.facts.camera_model = "Model";
  report.facts.lens = "Lens";
  report.facts.exposure_seconds = 0.004;
  report.facts.f_number = 2.8;
  report.facts.iso = 400;
  report.facts.focal_length_mm = 50;
  report.facts.focal_length_35mm = 75;
  report.facts.exposure_bias_ev = -0.7;
  report.facts.flash_fired = true;
  report.facts.rating = 5;
  report.facts.title = "Title";
  report.facts.description = "Zwei\nZeilen \u00fc";
  report.facts.keywords = {"one", "two"};
  report.small = {341, 256, webp(341, 256)};
  report.large = {1440, 1080, webp(1440, 1080)};
  report.thumbhash = std::string(21, '\x07');
  report.warnings = {"Odd."};
  return report;
}

Decoded<ImageReport> round_trip(const ImageReport& report) { return decode_report(as_bytes(encode(report))); }

bool refused(std::function<void(ImageReport&)> change) {
  ImageReport report = full_report();
  change(report);
  return !round_trip(report);
}

}  // namespace

TEST_CASE("requests, headers and replies come back as they were sent") {
  const Request request = {.task = ImageTask::jpeg,
                           .offset = 1ull << 40,
                           .length = 77,
                           .pixels_max = 200'000'000,
                           .side_max = 1440,
                           .quality = 85,
                           .jpeg_bytes_max = 4'000'000,
                           .part = {.left = 0.25, .top = 0.5, .width = 0.125, .height = 0.5}};
  CHECK(decode_request(encode(request)) == request);
  const FrameHeader header = {uint16_t(ReplyKind::failure), 12345};
  CHECK(decode_frame_header(encode(header)) == header);
  CHECK(decode_ready(as_bytes(encode(Ready{true, "No."}))) == Ready{true, "No."});
  const Failure failure = {ImageFailure::too_large, "Too large."};
  CHECK(decode_failure(as_bytes(encode(failure))) == failure);
  CHECK(round_trip(full_report()) == full_report());
}

TEST_CASE("a report with nothing but a picture comes back too") {
  ImageReport report;
  report.width = report.height = 1;
  report.small = report.large = {1, 1, webp(1, 1) + "...."};
  report.thumbhash = "12345";
  CHECK(round_trip(report) == report);
}

TEST_CASE("a report that an honest engine would not send is refused") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(refused([](ImageReport&) {}));
  CHECK(refused([](ImageReport& r) { r.type = ImageType(99); }));
  CHECK(refused([](ImageReport& r) { r.width = 0; }));
  CHECK(refused([](ImageReport& r) { r.height = 0xFFFFFFFF; }));
  CHECK(refused([](ImageReport& r) { r.orientation = 9; }));
  CHECK(refused([](ImageReport& r) { r.facts.gps->latitude = 91; }));
  CHECK(refused([&](ImageReport& r) { r.facts.gps->longitude = nan; }));
  CHECK(refused([&](ImageReport& r) { r.facts.f_number = -1; }));
  CHECK(refused([&](ImageReport& r) { r.facts.exposure_seconds = std::numeric_limits<double>::infinity(); }));
  CHECK(refused([](ImageReport& r) { r.facts.rating = 6; }));
  CHECK(refused([](ImageReport& r) { r.facts.taken_at->local = from_micros(INT64_MAX); }));
  CHECK(refused([](ImageReport& r) { r.facts.taken_at->zone_minutes = 100'000; }));
  CHECK(refused([](ImageReport& r) { r.facts.camera_make = "\xff"; }));
  CHECK(refused([](ImageReport& r) { r.facts.title = "\x1b[31mred"; }));
  CHECK(refused([](ImageReport& r) { r.facts.lens.assign(kNameBytesMax + 1, 'x'); }));
  CHECK(refused([](ImageReport& r) { r.facts.keywords.assign(kListMax + 1, "x"); }));
  CHECK(refused([](ImageReport& r) { r.large.webp = "<svg onload=alert(1)>" + std::string(40, ' '); }));
  CHECK(refused([](ImageReport& r) { r.large.width = 1439; }));
  CHECK(refused([](ImageReport& r) { r.large = {1441, 10, webp(1441, 10)}; }));
  CHECK(refused([](ImageReport& r) { r.small = {300, 300, webp(300, 300)}; }));
  CHECK(refused([](ImageReport& r) { r.small.webp.resize(kPreviewBytesMax + 1); }));
  CHECK(refused([](ImageReport& r) { r.thumbhash = "1234"; }));
  CHECK(refused([](ImageReport& r) { r.thumbhash.assign(26, 'x'); }));
  const std::string more = encode(full_report()) + "x";
  CHECK_FALSE(decode_report(as_bytes(more)));
}

TEST_CASE("messages that end early, or are something else, are refused") {
  const std::string report = encode(full_report());
  for (size_t size = 0; size < report.size(); ++size) CHECK_FALSE(decode_report(as_bytes(report).first(size)));
  const std::string failure = encode(Failure{ImageFailure::damaged, "Damaged."});
  for (size_t size = 0; size < failure.size(); ++size) CHECK_FALSE(decode_failure(as_bytes(failure).first(size)));
  CHECK_FALSE(decode_failure(as_bytes(encode(Failure{ImageFailure::damaged, ""}))));
  CHECK_FALSE(decode_failure(as_bytes(encode(Failure{ImageFailure::damaged, "a\nb"}))));
  CHECK_FALSE(decode_ready(as_bytes("\x02")));
  CHECK_FALSE(decode_ready(as_bytes(encode(Ready{true, "a\x1b[2J"}))));
  auto header = encode(FrameHeader{uint16_t(ReplyKind::report), kFrameBodyBytesMax});
  CHECK(decode_frame_header(header));
  CHECK_FALSE(decode_frame_header(encode(FrameHeader{uint16_t(ReplyKind::report), kFrameBodyBytesMax + 1})));
  header[0] = std::byte{0};
  CHECK_FALSE(decode_frame_header(header));
  CHECK_FALSE(decode_request(Bytes(encode(Request{})).first(31)));
}

TEST_CASE("what an engine says of pixels cannot be larger than the memory it was given") {
  const PixelsReply reply = {.type = ImageType::webp,
                             .width = 1600,
                             .height = 1200,
                             .original_width = 4000,
                             .original_height = 3000,
                             .orientation = 6};
  CHECK(decode_pixels(as_bytes(encode(reply)), 1600) == reply);
  CHECK_FALSE(decode_pixels(as_bytes(encode(reply)), 1599));
  for (const auto& change :
       {+[](PixelsReply& r) { r.height = 1601; }, +[](PixelsReply& r) { r.width = 0; },
        +[](PixelsReply& r) { r.orientation = 9; }, +[](PixelsReply& r) { r.original_width = 0; }}) {
    PixelsReply changed = reply;
    change(changed);
    CHECK_FALSE(decode_pixels(as_bytes(encode(changed)), 1600));
  }
  const std::string packed = encode(reply);
  for (size_t size = 0; size < packed.size(); ++size) CHECK_FALSE(decode_pixels(as_bytes(packed).first(size), 1600));
}

TEST_CASE("a JPEG that is none, or larger than was asked for, is refused") {
  const JpegOptions asked = {.side_max = 100, .jpeg_bytes_max = 50};
  const Jpeg jpeg = {100, 50, "\xff\xd8\xff" + std::string(47, 'x')};
  CHECK(decode_jpeg(as_bytes(encode(jpeg)), asked) == jpeg);
  CHECK_FALSE(decode_jpeg(as_bytes(encode(Jpeg{101, 50, jpeg.bytes})), asked));
  CHECK_FALSE(decode_jpeg(as_bytes(encode(Jpeg{100, 50, jpeg.bytes + "x"})), asked));
  CHECK_FALSE(decode_jpeg(as_bytes(encode(Jpeg{100, 50, "<html>"})), asked));
}

TEST_CASE("a long message is cut by the engine, not refused by the server") {
  const auto failure = decode_failure(as_bytes(encode(Failure{ImageFailure::damaged, std::string(5000, 'x')})));
  REQUIRE(failure);
  CHECK(failure->message.size() == 512);
}

TEST_CASE("changed bytes of a report are read safely, and what is accepted is within the limits") {
  const std::string whole = encode(full_report());
  uint32_t chance = 42;
  const auto next = [&chance] { return chance = chance * 1664525 + 1013904223; };
  for (int round = 0; round < 20'000; ++round) {
    std::string changed = whole;
    for (uint32_t i = 0; i <= next() % 4; ++i) changed[(next() >> 8) % changed.size()] = char(next() >> 24);
    const auto report = decode_report(as_bytes(changed));
    if (!report) continue;
    CHECK(report->large.width <= kLargeSideMax);
    CHECK(report->orientation <= 8);
    CHECK(is_utf8(report->facts.description));
  }
}

}  // namespace lightwell::engines::protocol
