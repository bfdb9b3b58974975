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
  const Request request = {.offset = 1ull << 40, .length = 77, .pixels_max = 200'000'000};
  CHECK(decode_request(encode(request)) == request);
  const ReplyHeader header = {ReplyKind::failure, 12345};
  CHECK(decode_reply_header(encode(header)) == header);
  CHECK(decode_ready(as_bytes(encode(Ready{true}))) == Ready{true});
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
  auto header = encode(ReplyHeader{ReplyKind::report, kReplyBodyBytesMax});
  CHECK(decode_reply_header(header));
  CHECK_FALSE(decode_reply_header(encode(ReplyHeader{ReplyKind::report, kReplyBodyBytesMax + 1})));
  CHECK_FALSE(decode_reply_header(encode(ReplyHeader{ReplyKind(9), 1})));
  header[0] = std::byte{0};
  CHECK_FALSE(decode_reply_header(header));
  CHECK_FALSE(decode_request(Bytes(encode(Request{})).first(31)));
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
