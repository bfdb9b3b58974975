// ImageReport to bytes and back. One function walks the members for both directions, so they cannot drift apart.

#include <cmath>

#include "engines/image/protocol/message.h"
#include "engines/protocol/walker.h"

namespace lightwell::engines::protocol {
namespace {

constexpr int64_t kDayMicros = 86'400'000'000;
// Photography began in 1826; clocks set to the year 2200 are wrong.
constexpr int64_t kTakenMicrosMin = -144 * 366 * kDayMicros;
constexpr int64_t kTakenMicrosMax = 230 * 366 * kDayMicros;
constexpr int32_t kZoneMinutesMax = 16 * 60;

// What the WebP file itself says its size is; the engine may not lie about it, for pages are laid out by it.
bool is_webp_of(std::string_view webp, uint32_t width, uint32_t height) {
  const auto at = [&](size_t i) { return uint32_t(static_cast<unsigned char>(webp[i])); };
  if (webp.size() < 30 || !webp.starts_with("RIFF") || webp.substr(8, 4) != "WEBP") return false;
  const std::string_view chunk = webp.substr(12, 4);
  if (chunk == "VP8 ") {
    return ((at(26) | at(27) << 8) & 0x3FFF) == width && ((at(28) | at(29) << 8) & 0x3FFF) == height;
  }
  if (chunk == "VP8L") {
    const uint32_t bits = at(21) | at(22) << 8 | at(23) << 16 | at(24) << 24;
    return (bits & 0x3FFF) + 1 == width && ((bits >> 14) & 0x3FFF) + 1 == height;
  }
  if (chunk == "VP8X") {
    return (at(24) | at(25) << 8 | at(26) << 16) + 1 == width && (at(27) | at(28) << 8 | at(29) << 16) + 1 == height;
  }
  return false;
}

void walk_taken_at(auto& io, auto& taken) {
  int64_t micros = to_micros(taken.local);
  io.number(micros, kTakenMicrosMin, kTakenMicrosMax);
  if constexpr (!std::is_const_v<std::remove_reference_t<decltype(taken)>>) taken.local = from_micros(micros);
  io.maybe(taken.zone_minutes, [&](auto& zone) { io.number(zone, -kZoneMinutesMax, kZoneMinutesMax); });
}

void walk_gps(auto& io, auto& gps) {
  io.real(gps.latitude, -90, 90);
  io.real(gps.longitude, -180, 180);
  io.maybe(gps.altitude_metres, [&](auto& metres) { io.real(metres, -100'000, 1'000'000); });
}

void walk_facts(auto& io, auto& facts) {
  const auto positive = [&](auto& value) { io.real(value, 0, 1e9); };
  io.maybe(facts.taken_at, [&](auto& taken) { walk_taken_at(io, taken); });
  io.maybe(facts.gps, [&](auto& gps) { walk_gps(io, gps); });
  io.text(facts.camera_make, kNameBytesMax);
  io.text(facts.camera_model, kNameBytesMax);
  io.text(facts.lens, kNameBytesMax);
  io.maybe(facts.exposure_seconds, positive);
  io.maybe(facts.f_number, positive);
  io.maybe(facts.iso, [&](auto& iso) { io.number(iso, 0u, 100'000'000u); });
  io.maybe(facts.focal_length_mm, positive);
  io.maybe(facts.focal_length_35mm, positive);
  io.maybe(facts.exposure_bias_ev, [&](auto& bias) { io.real(bias, -100, 100); });
  io.maybe(facts.flash_fired, [&](auto& fired) { io.flag(fired); });
  io.maybe(facts.rating, [&](auto& stars) { io.number(stars, uint8_t(0), uint8_t(5)); });
  io.text(facts.title, kTextBytesMax);
  io.text(facts.description, kTextBytesMax);
  io.texts(facts.keywords, kNameBytesMax, kListMax);
}

void walk_preview(auto& io, auto& preview, uint32_t short_side_max, uint32_t long_side_max) {
  io.number(preview.width, 1u, long_side_max);
  io.number(preview.height, 1u, long_side_max);
  io.require(std::min(preview.width, preview.height) <= short_side_max, "a preview is too large");
  io.blob(preview.webp, 1, kPreviewBytesMax);
  io.require(is_webp_of(preview.webp, preview.width, preview.height), "a preview is not what it says");
}

constexpr auto kReport = [](auto& io, auto& report) {
  uint8_t type = uint8_t(report.type);
  io.number(type, uint8_t(0), uint8_t(kImageTypeLast));
  if constexpr (!std::is_const_v<std::remove_reference_t<decltype(report)>>) report.type = ImageType(type);
  io.text(report.media_type, kNameBytesMax);
  io.number(report.width, 1u, kSideMax);
  io.number(report.height, 1u, kSideMax);
  io.number(report.orientation, uint8_t(1), uint8_t(8));
  io.number(report.frames, 1u, 100'000'000u);
  io.flag(report.is_cut_off);
  walk_facts(io, report.facts);
  walk_preview(io, report.small, kSmallShortSideMax, kSmallLongSideMax);
  walk_preview(io, report.large, kLargeSideMax, kLargeSideMax);
  io.blob(report.thumbhash, kThumbhashBytesMin, kThumbhashBytesMax);
  io.texts(report.warnings, kTextBytesMax, kListMax);
};

}  // namespace

std::string encode(const ImageReport& report) { return packed(report, kReport); }
Decoded<ImageReport> decode_report(Bytes body) { return unpacked<ImageReport>(body, kReport); }

}  // namespace lightwell::engines::protocol
