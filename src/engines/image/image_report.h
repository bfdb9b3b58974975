// What one look at an original tells: its type, its size, what the camera wrote, two previews and a placeholder.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace lightwell::engines {

enum class ImageType : uint8_t { jpeg, png, webp, gif, heic, avif, tiff, raw };
inline constexpr ImageType kImageTypeLast = ImageType::raw;

// When the shutter opened, as the camera's clock showed it.
struct TakenAt {
  Timestamp local;                      // the wall clock of that place, written as if it were UTC
  std::optional<int32_t> zone_minutes;  // east of UTC, where the camera or its GPS told; the instant is local - zone
  friend bool operator==(const TakenAt&, const TakenAt&) = default;
};

struct GpsPosition {
  double latitude = 0;   // degrees, north positive, -90 to 90
  double longitude = 0;  // degrees, east positive, -180 to 180
  std::optional<double> altitude_metres;
  friend bool operator==(const GpsPosition&, const GpsPosition&) = default;
};

// EXIF, XMP and IPTC. What is absent or makes no sense (a latitude of 300 degrees) is left out.
struct PhotoFacts {
  std::optional<TakenAt> taken_at;
  std::optional<GpsPosition> gps;
  std::string camera_make;   // "Canon"
  std::string camera_model;  // "Canon EOS R5"
  std::string lens;
  std::optional<double> exposure_seconds;
  std::optional<double> f_number;
  std::optional<uint32_t> iso;
  std::optional<double> focal_length_mm;
  std::optional<double> focal_length_35mm;
  std::optional<double> exposure_bias_ev;
  std::optional<bool> flash_fired;
  std::optional<uint8_t> rating;  // 0 to 5 stars
  std::string title;
  std::string description;
  std::vector<std::string> keywords;
  friend bool operator==(const PhotoFacts&, const PhotoFacts&) = default;
};

// WebP, 8 bits, sRGB, upright, with the original's transparency and without any metadata.
struct Preview {
  uint32_t width = 0;
  uint32_t height = 0;
  std::string webp;
  friend bool operator==(const Preview&, const Preview&) = default;
};

struct ImageReport {
  ImageType type = ImageType::jpeg;
  std::string media_type;   // "image/jpeg"; for RAW the maker's, as "image/x-canon-cr2"
  uint32_t width = 0;       // pixels, after orientation: what a person calls the width
  uint32_t height = 0;      // for RAW, of the picture the camera's metadata tells, else of its largest preview
  uint8_t orientation = 1;  // EXIF 1 to 8, as written in the original; the previews are upright already
  uint32_t frames = 1;      // of an animation, counted to a few thousand; the previews show the first
  PhotoFacts facts;
  bool is_cut_off = false;  // the file breaks off: a part of the previews is blank
  Preview small;            // short side 256 px, long side at most 4096: a row of the timeline. Never enlarged
  Preview large;            // fits in 1440 x 1440: a screen. Never enlarged
  std::string thumbhash;    // raw bytes, 5 to 25, as https://evanw.github.io/thumbhash/ defines them
  std::vector<std::string> warnings;  // sentences for the person: what was odd but not fatal
  friend bool operator==(const ImageReport&, const ImageReport&) = default;
};

// Why an original gives no report. The Error's message is a sentence for the person who uploaded it.
enum class ImageFailure : uint8_t {
  empty,           // no bytes
  not_an_image,    // text, PDF, video, ...
  unsupported,     // an image, but of a kind not read here (SVG, JPEG XL, PSD), or RAW without a preview
  too_large,       // pixels, bytes or an ICC profile beyond the limits
  damaged,         // cut off or corrupt
  engine_crashed,  // decoding it ended the engine twice
  timed_out,       // decoding it took longer than the deadline
  out_of_memory,   // decoding it needs more memory than an engine may have
};
inline constexpr ImageFailure kImageFailureLast = ImageFailure::out_of_memory;

const ErrorKind& error_kind(ImageFailure);
// Which failure an error of ImageEngine::process is. Nothing: not the file's fault (errors::slow_down, stopped,
// internal_error), so try again later.
std::optional<ImageFailure> image_failure(const Error&);
std::string_view name_of(ImageFailure);  // "not_an_image"
std::string_view name_of(ImageType);     // "jpeg"

}  // namespace lightwell::engines
