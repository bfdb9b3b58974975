#include "photos/library/photo_store.h"

#include <set>

namespace lightwell::photos {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO photos (id, owner, sha256, size, name, type, kind, width, height, orientation, frames, taken_local,
    taken_zone, taken_from, month, uploaded_at, state, failure, place, archived, favourite, rating, trashed_at,
    thumbhash, version, number)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
    $24, $25, (SELECT COALESCE(MAX(number), 0) + 1 FROM photos)))sql";

constexpr std::string_view kFind = R"sql(
  SELECT id, owner, sha256, size, name, type, kind, width, height, orientation, frames, taken_local, taken_zone,
    taken_from, uploaded_at, state, failure, favourite, archived, rating, trashed_at, thumbhash, version, camera_make,
    camera_model, lens, exposure_seconds, f_number, iso, focal_length_mm, focal_length_35mm, exposure_bias_ev,
    has_flashed, title, description, latitude, longitude, altitude_m
  FROM photos WHERE owner = $1 AND id = $2)sql";

constexpr std::string_view kUpdateReading = R"sql(
  UPDATE photos SET type = $3, kind = $4, width = $5, height = $6, orientation = $7, frames = $8, taken_local = $9,
    taken_zone = $10, taken_from = $11, month = $12, state = $13, failure = $32, rating = $14, thumbhash = $15,
    version = $16, camera_make = $17, camera_model = $18, lens = $19, exposure_seconds = $20, f_number = $21,
    iso = $22, focal_length_mm = $23, focal_length_35mm = $24, exposure_bias_ev = $25, has_flashed = $26, title = $27,
    description = $28, latitude = $29, longitude = $30, altitude_m = $31
  WHERE owner = $1 AND id = $2)sql";

Photo photo_from(const store::Row& row) {
  Photo photo{
      .id = row.string(0),
      .owner = row.string(1),
      .name = row.string(4),
      .sha256 = row.string(2),
      .size = uint64_t(row.integer(3)),
      .type = row.string(5),
      .kind = PhotoKind(row.integer(6)),
      .width = int(row.integer(7)),
      .height = int(row.integer(8)),
      .orientation = int(row.integer(9)),
      .frames = int(row.integer(10)),
      .taken = {.local = row.time(11),
                .zone_offset_minutes = row.optional_integer(12),
                .from = TakenFrom(row.integer(13))},
      .uploaded_at = row.time(14),
      .state = PhotoState(row.integer(15)),
      .failure = row.string(16),
      .rating = int(row.integer(19)),
      .is_favourite = row.boolean(17),
      .is_archived = row.boolean(18),
      .thumbhash = std::string(as_text(row.blob(21))),
      .version = row.integer(22),
  };
  if (!row.is_null(20)) photo.trashed_at = row.time(20);
  photo.exif = {
      .camera_make = row.optional_string(23),
      .camera_model = row.optional_string(24),
      .lens = row.optional_string(25),
      .exposure_seconds = row.optional_real(26),
      .f_number = row.optional_real(27),
      .iso = row.optional_integer(28),
      .focal_length_mm = row.optional_real(29),
      .focal_length_35mm = row.optional_real(30),
      .exposure_bias_ev = row.optional_real(31),
      .has_flashed = row.is_null(32) ? std::nullopt : std::optional(row.boolean(32)),
      .title = row.optional_string(33),
      .description = row.optional_string(34),
  };
  if (!row.is_null(35) && !row.is_null(36)) {
    photo.gps = Gps{.latitude = row.real(35), .longitude = row.real(36), .altitude_m = row.optional_real(37)};
  }
  return photo;
}

Trashed trashed_from(const store::Row& row) {
  return {.id = row.string(0),
          .owner = row.string(1),
          .standing = {.month = int(row.integer(2)), .place = Place::trash, .is_favourite = row.boolean(3)}};
}

}  // namespace

Result<void> insert_photo(store::Transaction& transaction, const Photo& photo) {
  const Standing standing = standing_of(photo);
  REQUIRE_OK(transaction.execute(kInsert, {photo.id,
                                           photo.owner,
                                           photo.sha256,
                                           photo.size,
                                           photo.name,
                                           photo.type,
                                           int(photo.kind),
                                           photo.width,
                                           photo.height,
                                           photo.orientation,
                                           photo.frames,
                                           photo.taken.local,
                                           photo.taken.zone_offset_minutes,
                                           int(photo.taken.from),
                                           standing.month,
                                           photo.uploaded_at,
                                           int(photo.state),
                                           photo.failure,
                                           int(standing.place),
                                           photo.is_archived,
                                           photo.is_favourite,
                                           photo.rating,
                                           photo.trashed_at,
                                           as_bytes(photo.thumbhash),
                                           photo.version}));
  return {};
}

Result<std::optional<Photo>> find_photo(store::Reader& reader, const std::string& owner, const std::string& id) {
  return reader.first(kFind, {owner, id}, photo_from);
}

Result<std::optional<SameBytes>> find_same_bytes(store::Reader& reader, const std::string& owner,
                                                 const std::string& sha256) {
  return reader.first("SELECT id, place FROM photos WHERE owner = $1 AND sha256 = $2", {owner, sha256},
                      [](const store::Row& row) {
                        return SameBytes{.photo_id = row.string(0), .in_trash = Place(row.integer(1)) == Place::trash};
                      });
}

Result<std::optional<Flags>> find_flags(store::Reader& reader, const std::string& owner, const std::string& id) {
  return reader.first(
      "SELECT month, place, favourite, archived, rating, trashed_at FROM photos WHERE owner = $1 AND id = $2",
      {owner, id}, [](const store::Row& row) {
        return Flags{
            .standing = {.month = int(row.integer(0)), .place = Place(row.integer(1)), .is_favourite = row.boolean(2)},
            .is_archived = row.boolean(3),
            .rating = int(row.integer(4)),
            .trashed_at = row.is_null(5) ? std::nullopt : std::optional(row.time(5))};
      });
}

Result<void> update_flags(store::Transaction& transaction, const std::string& owner, const std::string& id,
                          const Flags& flags, std::optional<Timestamp> trashed_at) {
  REQUIRE_OK(
      transaction.execute("UPDATE photos SET place = $3, favourite = $4, archived = $5, rating = $6, trashed_at = $7"
                          " WHERE owner = $1 AND id = $2",
                          {owner, id, int(flags.standing.place), flags.standing.is_favourite, flags.is_archived,
                           flags.rating, trashed_at}));
  return {};
}

Result<void> update_reading(store::Transaction& transaction, const Photo& photo) {
  const Exif& exif = photo.exif;
  const auto latitude = photo.gps ? std::optional(photo.gps->latitude) : std::nullopt;
  const auto longitude = photo.gps ? std::optional(photo.gps->longitude) : std::nullopt;
  const auto altitude = photo.gps ? photo.gps->altitude_m : std::nullopt;
  REQUIRE_OK(transaction.execute(kUpdateReading, {photo.owner,
                                                  photo.id,
                                                  photo.type,
                                                  int(photo.kind),
                                                  photo.width,
                                                  photo.height,
                                                  photo.orientation,
                                                  photo.frames,
                                                  photo.taken.local,
                                                  photo.taken.zone_offset_minutes,
                                                  int(photo.taken.from),
                                                  month_of(photo.taken.local),
                                                  int(photo.state),
                                                  photo.rating,
                                                  as_bytes(photo.thumbhash),
                                                  photo.version,
                                                  exif.camera_make,
                                                  exif.camera_model,
                                                  exif.lens,
                                                  exif.exposure_seconds,
                                                  exif.f_number,
                                                  exif.iso,
                                                  exif.focal_length_mm,
                                                  exif.focal_length_35mm,
                                                  exif.exposure_bias_ev,
                                                  exif.has_flashed,
                                                  exif.title,
                                                  exif.description,
                                                  latitude,
                                                  longitude,
                                                  altitude,
                                                  photo.failure}));
  return {};
}

Result<void> update_state(store::Transaction& transaction, const std::string& owner, const std::string& id,
                          PhotoState state, const std::string& failure) {
  REQUIRE_OK(transaction.execute("UPDATE photos SET state = $3, failure = $4 WHERE owner = $1 AND id = $2",
                                 {owner, id, int(state), failure}));
  return {};
}

Result<std::vector<Trashed>> trash_of(store::Reader& reader, const std::string& owner, size_t count_max) {
  return reader.all("SELECT id, owner, month, favourite FROM photos WHERE owner = $1 AND place = 2 LIMIT $2",
                    {owner, count_max}, trashed_from);
}

Result<std::vector<Trashed>> trash_among(store::Reader& reader, const std::string& owner,
                                         const std::vector<std::string>& ids) {
  std::vector<Trashed> found;
  for (const std::string& id : std::set<std::string>(ids.begin(), ids.end())) {
    TRY(auto photo,
        reader.first("SELECT id, owner, month, favourite FROM photos WHERE owner = $1 AND id = $2 AND place = 2",
                     {owner, id}, trashed_from));
    if (photo) found.push_back(std::move(*photo));
  }
  return found;
}

Result<std::vector<Trashed>> trashed_before(store::Reader& reader, Timestamp before, size_t count_max) {
  return reader.all(
      "SELECT id, owner, month, favourite FROM photos WHERE trashed_at IS NOT NULL AND trashed_at < $1 LIMIT $2",
      {before, count_max}, trashed_from);
}

Result<void> delete_photo(store::Transaction& transaction, const std::string& owner, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM photos WHERE owner = $1 AND id = $2", {owner, id}));
  return {};
}

}  // namespace lightwell::photos
