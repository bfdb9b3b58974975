#include "app/ports/image_reader.h"

namespace lightwell::app {
namespace {

using engines::ImageFailure;

// Whether another attempt may help: the engine died or ran out of something, and the picture may not be to blame.
bool may_pass_next_time(ImageFailure failure) {
  return failure == ImageFailure::engine_crashed || failure == ImageFailure::timed_out ||
         failure == ImageFailure::out_of_memory;
}

Error translated(Error failed) {
  const auto failure = engines::image_failure(failed);
  if (!failure) return failed;
  const ErrorKind& kind = may_pass_next_time(*failure) ? photos::errors::reader_failed : photos::errors::bad_picture;
  return error(kind, std::move(failed.message)).log(std::move(failed.log_words));
}

std::optional<std::string> filled(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

photos::Exif exif_of(engines::PhotoFacts& facts) {
  return {.camera_make = filled(std::move(facts.camera_make)),
          .camera_model = filled(std::move(facts.camera_model)),
          .lens = filled(std::move(facts.lens)),
          .exposure_seconds = facts.exposure_seconds,
          .f_number = facts.f_number,
          .iso = facts.iso,
          .focal_length_mm = facts.focal_length_mm,
          .focal_length_35mm = facts.focal_length_35mm,
          .exposure_bias_ev = facts.exposure_bias_ev,
          .has_flashed = facts.flash_fired,
          .description = filled(facts.description.empty() ? std::move(facts.title) : std::move(facts.description))};
}

photos::PhotoKind kind_of(const engines::ImageReport& report) {
  if (report.type == engines::ImageType::raw) return photos::PhotoKind::raw;
  return report.frames > 1 ? photos::PhotoKind::animation : photos::PhotoKind::image;
}

}  // namespace

Task<Result<photos::Reading>> SandboxedReader::read(FileRegion file, [[maybe_unused]] std::string name) {
  auto answer = co_await engine_.process(std::move(file));
  if (!answer) co_return fail(translated(std::move(answer).error()));
  engines::ImageReport report = std::move(*answer);

  photos::Reading reading = {.type = std::move(report.media_type),
                             .kind = kind_of(report),
                             .width = int(report.width),
                             .height = int(report.height),
                             .orientation = report.orientation,
                             .frames = int(report.frames),
                             .rating = report.facts.rating.value_or(0),
                             .exif = exif_of(report.facts),
                             .thumbhash = std::move(report.thumbhash)};
  if (report.facts.taken_at) {
    reading.taken = photos::Taken{.local = report.facts.taken_at->local,
                                  .zone_offset_minutes = report.facts.taken_at->zone_minutes,
                                  .from = photos::TakenFrom::exif};
  }
  if (report.facts.gps) {
    reading.gps = photos::Gps{.latitude = report.facts.gps->latitude,
                              .longitude = report.facts.gps->longitude,
                              .altitude_m = report.facts.gps->altitude_metres};
  }
  reading.previews.push_back({.edge = 256, .webp = std::move(report.small.webp)});
  reading.previews.push_back({.edge = 1440, .webp = std::move(report.large.webp)});
  co_return reading;
}

}  // namespace lightwell::app
