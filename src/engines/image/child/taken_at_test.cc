#include "engines/image/child/taken_at.h"

#include <doctest/doctest.h>

namespace lightwell::engines::image {
namespace {

std::string shown(const std::optional<TakenAt>& taken) {
  if (!taken) return "nothing";
  return iso8601_millis(taken->local) + (taken->zone_minutes ? fmt::format(" {:+}", *taken->zone_minutes) : "");
}

}  // namespace

TEST_CASE("the time a photo was taken is read with its fraction and its zone") {
  CHECK(shown(exif_time("2020:06:08 11:16:13", "", "")) == "2020-06-08T11:16:13.000Z");
  CHECK(shown(exif_time("2020:06:08 11:16:13", "868104", "+02:00")) == "2020-06-08T11:16:13.868Z +120");
  CHECK(shown(exif_time("2020:06:08 11:16:13", "5 ", "-09:30")) == "2020-06-08T11:16:13.500Z -570");
  CHECK(shown(exif_time("2020:06:08 11:16:13", "", "Z")) == "2020-06-08T11:16:13.000Z +0");
  CHECK(shown(exif_time("2020-06-08T11:16:13", "", "+0545")) == "2020-06-08T11:16:13.000Z +345");
  CHECK(shown(exif_time("1969:12:31 23:59:59", "", "")) == "1969-12-31T23:59:59.000Z");
}

TEST_CASE("a clock that was never set, and other nonsense, is no time") {
  for (const std::string_view time :
       {"", "0000:00:00 00:00:00", "    :  :     :  :  ", "2020:13:01 00:00:00", "2021:02:29 10:00:00",
        "2020:06:08 24:00:00", "2020:06:08 11:60:00", "1000:01:01 00:00:00", "9999:01:01 00:00:00", "2020", "2020:06",
        "yesterday", "2020:06:08 ab:cd:ef"}) {
    CAPTURE(time);
    CHECK_FALSE(exif_time(time, "", ""));
  }
  CHECK(shown(exif_time("2020:06:08 11:16:13", "xx", "+99:00")) == "2020-06-08T11:16:13.000Z");
}

TEST_CASE("XMP's times are read in all their lengths") {
  CHECK(shown(xmp_time("2014-07-30T13:43:30+02:00")) == "2014-07-30T13:43:30.000Z +120");
  CHECK(shown(xmp_time("2014-07-30T13:43:30.25-03:00")) == "2014-07-30T13:43:30.250Z -180");
  CHECK(shown(xmp_time("2014-07-30T13:43Z")) == "2014-07-30T13:43:00.000Z +0");
  CHECK(shown(xmp_time("2014-07-30T13:43+01:00")) == "2014-07-30T13:43:00.000Z +60");
  CHECK(shown(xmp_time("2014-07-30")) == "2014-07-30T00:00:00.000Z");
  CHECK_FALSE(xmp_time("2014"));
}

TEST_CASE("the zone follows from the GPS clock where the camera tells none") {
  const Timestamp local = exif_time("2020:06:08 01:16:13", "", "")->local;
  CHECK(zone_by_gps(local, "2020:06:07", 22 * 3600 + 16 * 60 + 10) == 180);
  CHECK(zone_by_gps(local, "2020:06:08", 4 * 3600 + 16 * 60 + 12) == -180);
  CHECK(zone_by_gps(local, "2020:06:07", 19 * 3600 + 31 * 60) == 345);
  CHECK_FALSE(zone_by_gps(local, "2020:06:01", 0));
  CHECK_FALSE(zone_by_gps(local, "2020:06:08", 1 * 3600 + 9 * 60));
  CHECK_FALSE(zone_by_gps(local, "", 0));
  CHECK_FALSE(zone_by_gps(local, "2020:06:08", -1));
}

}  // namespace lightwell::engines::image
