#include "photos/jobs/engine_reader.h"

namespace lightwell::photos {
namespace {

std::optional<std::string> unless_empty(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

PhotoKind kind_of(const engines::ImageReport& report) {
  if (report.type == engines::ImageType::raw) return PhotoKind::raw;
  // The frames of a TIFF are pages.
  const bool is_moving = report.frames > 1 && report.type != engines::ImageType::tiff;
  return is_moving ? PhotoKind::animation : PhotoKind::image;
}

Exif exif_from(engines::PhotoFacts facts) {
  return {
      .camera_make = unless_empty(std::move(facts.camera_make)),
      .camera_model = unless_empty(std::move(facts.camera_model)),
      .lens = unless_empty(std::move(facts.lens)),
      .exposure_seconds = facts.exposure_seconds,
      .f_number = facts.f_number,
      .iso = facts.iso,
      .focal_length_mm = facts.focal_length_mm,
      .focal_length_35mm = facts.focal_length_35mm,
      .exposure_bias_ev = facts.exposure_bias_ev,
      .has_flashed = facts.flash_fired,
      .title = unless_empty(std::move(facts.title)),
      .description = unless_empty(std::move(facts.description)),
  };
}

}  // namespace

Reading reading_from(engines::ImageReport report) {
  Reading reading{
      .type = report.media_type,
      .kind = kind_of(report),
      .width = int(report.width),
      .height = int(report.height),
      .orientation = report.orientation,
      .frames = int(report.frames),
      .rating = report.facts.rating.value_or(0),
      .thumbhash = std::move(report.thumbhash),
      .is_cut_off = report.is_cut_off,
  };
  if (const auto& taken = report.facts.taken_at) {
    reading.taken = Taken{.local = taken->local, .zone_offset_minutes = taken->zone_minutes, .from = TakenFrom::exif};
  }
  if (const auto& gps = report.facts.gps) {
    reading.gps = Gps{.latitude = gps->latitude, .longitude = gps->longitude, .altitude_m = gps->altitude_metres};
  }
  reading.exif = exif_from(std::move(report.facts));
  reading.previews.push_back({.edge = 256, .webp = std::move(report.small.webp)});
  reading.previews.push_back({.edge = 1440, .webp = std::move(report.large.webp)});
  return reading;
}

Error reading_failure(Error failed) {
  const auto failure = engines::image_failure(failed);
  if (!failure) return failed;
  switch (*failure) {
    case engines::ImageFailure::engine_crashed:
    case engines::ImageFailure::timed_out:
    case engines::ImageFailure::out_of_memory:
      return error(errors::reader_failed, std::move(failed.message)).log(std::move(failed.log_words));
    default: return error(errors::bad_picture, std::move(failed.message)).log(std::move(failed.log_words));
  }
}

Task<Result<Reading>> EngineReader::read(Payload original) {
  auto report = co_await engine_.process(std::move(original));
  if (!report) co_return fail(reading_failure(std::move(report).error()));
  co_return reading_from(std::move(*report));
}

}  // namespace lightwell::photos
