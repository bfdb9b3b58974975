#include "photos/jobs/processing_rules.h"

#include <algorithm>

#include "photos/errors.h"
#include "photos/library/library_rules.h"

namespace lightwell::photos {
namespace {

constexpr std::string_view kCutOff = "This file is damaged: part of the picture is missing.";

}  // namespace

void apply(const Reading& reading, Photo& photo) {
  photo.type = reading.type;
  photo.kind = reading.kind;
  photo.width = reading.width;
  photo.height = reading.height;
  photo.orientation = reading.orientation;
  photo.frames = reading.frames;
  if (reading.taken && is_plausible_date(reading.taken->local)) photo.taken = *reading.taken;
  if (photo.rating == 0) photo.rating = std::clamp(reading.rating, 0, 5);
  photo.exif = reading.exif;
  photo.gps = reading.gps;
  photo.thumbhash = reading.thumbhash;
  photo.state = PhotoState::ready;
  photo.failure = reading.is_cut_off ? kCutOff : "";
  ++photo.version;
}

Verdict judge(const Error& failed, int attempts, const JobLimits& limits) {
  if (failed.kind == &errors::bad_picture)
    return {.is_final = true, .attempts = attempts + 1, .message = failed.message};
  if (failed.kind == &errors::reader_failed) {
    ++attempts;
    if (attempts >= limits.attempts_max) return {.is_final = true, .attempts = attempts, .message = failed.message};
    return {.attempts = attempts, .wait = limits.retry_first * (1 << std::min(attempts - 1, 10))};
  }
  // The rest says nothing of the picture: it was not looked at, or its previews found no room.
  if (failed.kind == &lightwell::errors::stopped) return {.attempts = attempts};
  if (failed.kind == &errors::storage_full) return {.attempts = attempts, .wait = std::chrono::seconds(30)};
  return {.attempts = attempts, .wait = limits.retry_first};
}

}  // namespace lightwell::photos
