#include "site/photo_json.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "photos/places/places.h"

namespace lightwell::site {
namespace {

void write_text(JsonWriter& out, std::string_view name, const std::optional<std::string>& value) {
  if (value) out.key(name).text(*value);
}

void write_number(JsonWriter& out, std::string_view name, const std::optional<double>& value) {
  if (value && std::isfinite(*value)) out.key(name).number(*value);
}

// Cameras write 0 where they do not know.
void write_positive(JsonWriter& out, std::string_view name, const std::optional<double>& value) {
  if (value && *value > 0) write_number(out, name, value);
}

void write_exif(JsonWriter& out, const photos::Exif& exif) {
  out.key("exif").open_object();
  write_text(out, "camera_make", exif.camera_make);
  write_text(out, "camera_model", exif.camera_model);
  write_text(out, "lens", exif.lens);
  write_positive(out, "exposure_time", exif.exposure_seconds);
  write_positive(out, "f_number", exif.f_number);
  if (exif.iso && *exif.iso > 0) out.key("iso").integer(*exif.iso);
  write_positive(out, "focal_length_mm", exif.focal_length_mm);
  write_positive(out, "focal_length_35mm", exif.focal_length_35mm);
  write_number(out, "exposure_bias_ev", exif.exposure_bias_ev);
  if (exif.has_flashed) out.key("has_flashed").boolean(*exif.has_flashed);
  write_text(out, "title", exif.title);
  write_text(out, "description", exif.description);
  out.close_object();
}

void write_place(JsonWriter& out, const photos::Gps& where) {
  const auto place = photos::place_at(where);
  if (!place) return;
  out.key("place").open_object().key("city").text(place->city);
  if (!place->region.empty()) out.key("region").text(place->region);
  out.key("country").text(place->country).key("country_code").text(place->country_code).close_object();
}

std::string offset_text(int minutes) {
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

// One column: the name, and a value of each photo.
template <class Values, class Write>
void write_column(JsonWriter& out, std::string_view name, const Values& values, Write write) {
  out.key(name).open_array();
  for (const auto& value : values) write(value);
  out.close_array();
}

}  // namespace

std::string local_seconds(Timestamp local) {
  std::string text = iso8601_seconds(local);
  text.pop_back();  // the Z: it is no UTC
  return text;
}

void write_photo(JsonWriter& out, const photos::Photo& photo) {
  out.open_object();
  write_photo_members(out, photo);
  out.close_object();
}

void write_photo_members(JsonWriter& out, const photos::Photo& photo) {
  out.key("id").text(photo.id).key("name").text(photo.name);
  out.key("size").integer(int64_t(photo.size)).key("sha256").text(photo.sha256).key("type").text(photo.type);
  out.key("kind").text(to_text(photo.kind));
  if (photo.width > 0 && photo.height > 0) out.key("width").integer(photo.width).key("height").integer(photo.height);
  const std::string taken = local_seconds(photo.taken.local);
  out.key("taken_at").text(taken).key("taken_from").text(to_text(photo.taken.from));
  if (photo.taken.zone_offset_minutes) out.key("taken_zone").text(offset_text(*photo.taken.zone_offset_minutes));
  out.key("uploaded_at").text(iso8601_seconds(photo.uploaded_at)).key("month").text(taken.substr(0, 7));
  out.key("state").text(to_text(photo.state));
  if (photo.state == photos::PhotoState::failed) out.key("error").text(photo.failure);
  if (photo.state == photos::PhotoState::ready && !photo.failure.empty()) out.key("warning").text(photo.failure);
  out.key("favourite").boolean(photo.is_favourite).key("archived").boolean(photo.is_archived);
  out.key("rating").integer(photo.rating).key("version").integer(photo.version);
  if (photo.trashed_at) out.key("trashed_at").text(iso8601_seconds(*photo.trashed_at));
  if (!photo.thumbhash.empty()) out.key("thumbhash").text(to_base64(as_bytes(photo.thumbhash)));
  write_exif(out, photo.exif);
  if (photo.gps) {
    out.key("gps").open_object().key("latitude").number(photo.gps->latitude);
    out.key("longitude").number(photo.gps->longitude);
    write_number(out, "altitude", photo.gps->altitude_m);
    out.close_object();
  }
  if (photo.gps) write_place(out, *photo.gps);
}

void write_tiles(JsonWriter& out, const photos::Tiles& tiles) {
  const auto text = [&](std::string_view value) { out.text(value); };
  write_column(out, "ids", tiles.ids, text);
  write_column(out, "taken", tiles.taken, [&](Timestamp taken) { out.text(local_seconds(taken)); });
  write_column(out, "ratios", tiles.ratios, [&](double ratio) { out.number(ratio); });
  write_column(out, "thumbhashes", tiles.thumbhashes,
               [&](const std::string& hash) { hash.empty() ? out.null() : out.text(to_base64(as_bytes(hash))); });
  write_column(out, "states", tiles.states, [&](photos::PhotoState state) { out.text(to_text(state)); });
  write_column(out, "favourite", tiles.favourites, [&](bool is_favourite) { out.integer(is_favourite ? 1 : 0); });
  write_column(out, "kinds", tiles.kinds, [&](photos::PhotoKind kind) { out.text(to_text(kind)); });
  write_column(out, "names", tiles.names, text);
  write_column(out, "versions", tiles.versions, [&](int64_t version) { out.integer(version); });
}

}  // namespace lightwell::site
