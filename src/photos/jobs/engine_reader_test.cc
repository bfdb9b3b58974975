#include "photos/jobs/engine_reader.h"

#include <doctest/doctest.h>

#include "photos/jobs/processing_rules.h"

namespace lightwell::photos {

TEST_CASE("a report of the engine is a reading in the library's words") {
  engines::ImageReport report{
      .type = engines::ImageType::jpeg, .media_type = "image/jpeg", .width = 3000, .height = 4000, .orientation = 6};
  report.facts.taken_at = engines::TakenAt{.local = *parse_iso8601("2024-05-06T07:08:09Z"), .zone_minutes = -300};
  report.facts.gps = engines::GpsPosition{.latitude = 1, .longitude = 2};
  report.facts.camera_make = "Canon";
  report.facts.rating = uint8_t(3);
  report.facts.iso = 200u;
  report.small.webp = "small";
  report.large.webp = "large";
  report.thumbhash = "hash";

  const Reading reading = reading_from(report);
  CHECK(reading.type == "image/jpeg");
  CHECK(reading.kind == PhotoKind::image);
  CHECK(reading.width == 3000);
  CHECK(reading.orientation == 6);
  REQUIRE(reading.taken);
  CHECK(reading.taken->zone_offset_minutes == -300);
  CHECK(reading.taken->from == TakenFrom::exif);
  CHECK(reading.gps->longitude == 2);
  CHECK(reading.exif.camera_make == "Canon");
  CHECK_FALSE(reading.exif.camera_model);  // absent, not empty
  CHECK(reading.exif.iso == 200);
  CHECK(reading.rating == 3);
  REQUIRE(reading.previews.size() == 2);
  CHECK(reading.previews[0].edge == 256);
  CHECK(reading.previews[0].webp == "small");
  CHECK(reading.previews[1].edge == 1440);
}

TEST_CASE("moving pictures are animations; the pages of a TIFF do not move") {
  const auto kind = [](engines::ImageType type, uint32_t frames) {
    return reading_from({.type = type, .frames = frames}).kind;
  };
  CHECK(kind(engines::ImageType::gif, 3) == PhotoKind::animation);
  CHECK(kind(engines::ImageType::gif, 1) == PhotoKind::image);
  CHECK(kind(engines::ImageType::tiff, 3) == PhotoKind::image);
  CHECK(kind(engines::ImageType::raw, 1) == PhotoKind::raw);
}

TEST_CASE("the engine's own failures may pass, the picture's do not") {
  using engines::ImageFailure;
  const auto kind = [](ImageFailure failure) {
    return reading_failure(error(engines::error_kind(failure), "words")).kind;
  };
  for (const auto failure : {ImageFailure::engine_crashed, ImageFailure::timed_out, ImageFailure::out_of_memory}) {
    CHECK(kind(failure) == &errors::reader_failed);
  }
  for (const auto failure : {ImageFailure::empty, ImageFailure::not_an_image, ImageFailure::unsupported,
                             ImageFailure::too_large, ImageFailure::damaged}) {
    CHECK(kind(failure) == &errors::bad_picture);
  }
  CHECK(reading_failure(error(engines::error_kind(ImageFailure::damaged), "cut off")).message == "cut off");
  CHECK(reading_failure(error(lightwell::errors::stopped)).kind == &lightwell::errors::stopped);
}

TEST_CASE("a date that cannot be, and stars that cannot be, are left out") {
  Photo photo{.taken = {.local = *parse_iso8601("2026-11-22T12:00:00Z")}};
  Reading reading{.taken = Taken{.local = from_micros(0), .from = TakenFrom::exif}, .rating = 99};
  apply(reading, photo);
  CHECK(photo.taken.from == TakenFrom::upload);
  CHECK(photo.rating == 5);
  CHECK(photo.version == 2);
}

TEST_CASE("a file that breaks off is ready, and says so until it is read whole") {
  Photo photo;
  apply(reading_from({.is_cut_off = true}), photo);
  CHECK(photo.state == PhotoState::ready);
  CHECK(photo.failure == "This file is damaged: part of the picture is missing.");
  apply(reading_from({}), photo);
  CHECK(photo.failure.empty());
}

TEST_CASE("a failure is final when the picture is at fault, or after the last attempt") {
  const JobLimits limits;
  CHECK(judge(error(errors::bad_picture), 0, limits).is_final);
  CHECK_FALSE(judge(error(errors::reader_failed), 0, limits).is_final);
  CHECK(judge(error(errors::reader_failed), 0, limits).wait == limits.retry_first);
  CHECK(judge(error(errors::reader_failed), 1, limits).wait == limits.retry_first * 2);
  CHECK(judge(error(errors::reader_failed), 2, limits).is_final);
  CHECK_FALSE(judge(error(lightwell::errors::stopped), 99, limits).is_final);
  CHECK(judge(error(lightwell::errors::stopped), 2, limits).attempts == 2);
}

}  // namespace lightwell::photos
