// When a photo was taken, from the ways in which cameras write it.

#pragma once

#include <optional>
#include <string_view>

#include "engines/image/image_report.h"

namespace lightwell::engines::image {

// EXIF: "2020:06:08 11:16:13" (some write other signs between), digits of a fraction, "+02:00". Nothing for what is no
// date between 1826 and 2199, such as the zeros of a camera whose clock was never set.
std::optional<TakenAt> exif_time(std::string_view time, std::string_view fraction, std::string_view zone);

// XMP: ISO 8601 with as many parts as are known: "2020-06-08T11:16:13.5+02:00", "2020-06-08".
std::optional<TakenAt> xmp_time(std::string_view time);

// GPS tells the time in UTC: what the camera's clock is ahead of it, rounded to a quarter of an hour, is its zone.
// Nothing when the two are further apart than zones are or differ by an odd amount. `day` is "2020:06:08".
std::optional<int32_t> zone_by_gps(Timestamp local, std::string_view day, double seconds_of_day);

}  // namespace lightwell::engines::image
