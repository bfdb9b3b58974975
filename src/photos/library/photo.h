// Photo: everything the library knows of one picture.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace lightwell::photos {

enum class PhotoState { processing, ready, failed };
enum class PhotoKind { image, animation, raw };
// Where the date a photo was taken comes from, best first: the camera (EXIF or XMP), the file's name
// ("IMG-20191006-WA0002.jpg"), the file's own date, the upload.
// The numbers are the column's.
enum class TakenFrom { exif = 0, file = 1, upload = 2, name = 3 };

std::string_view to_text(PhotoState);  // "processing", "ready", "failed"
std::string_view to_text(PhotoKind);   // "image", "animation", "raw"
std::string_view to_text(TakenFrom);   // "exif", "name", "file", "upload"

// When the shutter opened, by the clock on the wall where it stood.
struct Taken {
  Timestamp local;                             // that clock's face, written as if it were UTC
  std::optional<int64_t> zone_offset_minutes;  // east of UTC, where the file tells
  TakenFrom from = TakenFrom::upload;
};

struct Exif {
  std::optional<std::string> camera_make;
  std::optional<std::string> camera_model;
  std::optional<std::string> lens;
  std::optional<double> exposure_seconds;
  std::optional<double> f_number;
  std::optional<int64_t> iso;
  std::optional<double> focal_length_mm;
  std::optional<double> focal_length_35mm;
  std::optional<double> exposure_bias_ev;
  std::optional<bool> has_flashed;
  std::optional<std::string> title;
  std::optional<std::string> description;
};

struct Gps {
  double latitude = 0;   // degrees, north positive
  double longitude = 0;  // degrees, east positive
  std::optional<double> altitude_m;
};

struct Photo {
  std::string id;
  std::string owner;
  std::string name;    // as the file was called; metadata only
  std::string sha256;  // hex
  uint64_t size = 0;
  std::string type;  // content type by content, "image/jpeg"; by the name's ending until processed
  PhotoKind kind = PhotoKind::image;
  int width = 0;  // pixels as displayed, orientation applied; 0 until processed
  int height = 0;
  int orientation = 1;  // EXIF's 1 to 8
  int frames = 1;
  Taken taken;
  Timestamp uploaded_at;
  PhotoState state = PhotoState::processing;
  std::string failure;  // words for a person: why there is no picture, or what is wrong with the one there is
  int rating = 0;       // 0 to 5
  bool is_favourite = false;
  bool is_archived = false;
  std::optional<Timestamp> trashed_at;
  Exif exif;
  std::optional<Gps> gps;
  std::string thumbhash;  // raw bytes; empty until processed
  int64_t version = 1;    // grows with every processing: part of the preview's URL
};

}  // namespace lightwell::photos
