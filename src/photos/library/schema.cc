#include "photos/schema.h"

namespace lightwell::photos {

// photos_of_month covers a month's tiles: a month is read from the index alone, in its order, and the table's wide
// rows stay untouched. Numbers of enums are those of library_store.cc.
const std::vector<store::Migration>& library_schema() {
  static const std::vector<store::Migration> schema = {{1, R"sql(
    CREATE TABLE photos (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      sha256 TEXT NOT NULL,           -- hex
      size BIGINT NOT NULL,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      kind INTEGER NOT NULL,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      orientation INTEGER NOT NULL,
      frames INTEGER NOT NULL,
      taken_local BIGINT NOT NULL,
      taken_zone INTEGER,             -- minutes east of UTC
      taken_from INTEGER NOT NULL,
      month INTEGER NOT NULL,         -- of taken_local, 202405
      uploaded_at BIGINT NOT NULL,
      state INTEGER NOT NULL,
      failure TEXT NOT NULL,
      place INTEGER NOT NULL,         -- 0 library, 1 archive, 2 trash
      archived INTEGER NOT NULL,      -- where a photo in the trash returns to
      favourite INTEGER NOT NULL,
      rating INTEGER NOT NULL,
      trashed_at BIGINT,
      thumbhash BLOB NOT NULL,
      version BIGINT NOT NULL,
      camera_make TEXT, camera_model TEXT, lens TEXT,
      exposure_seconds DOUBLE PRECISION, f_number DOUBLE PRECISION, iso BIGINT,
      focal_length_mm DOUBLE PRECISION, focal_length_35mm DOUBLE PRECISION,
      exposure_bias_ev DOUBLE PRECISION, has_flashed INTEGER,
      title TEXT, description TEXT,
      latitude DOUBLE PRECISION, longitude DOUBLE PRECISION, altitude_m DOUBLE PRECISION);
    CREATE UNIQUE INDEX photos_by_bytes ON photos (owner, sha256);
    CREATE INDEX photos_of_month ON photos (owner, place, month, taken_local, id, width, height, state, favourite,
                                            kind, version, thumbhash, name);
    CREATE INDEX photos_favourite ON photos (owner, month, taken_local, id) WHERE favourite = 1 AND place < 2;
    CREATE INDEX photos_in_trash ON photos (trashed_at) WHERE trashed_at IS NOT NULL;

    CREATE TABLE month_counts (
      owner TEXT NOT NULL,
      view INTEGER NOT NULL,
      month INTEGER NOT NULL,
      count BIGINT NOT NULL,
      PRIMARY KEY (owner, view, month));

    CREATE TABLE feeds (
      owner TEXT PRIMARY KEY,
      last BIGINT NOT NULL,           -- the newest sequence number
      first BIGINT NOT NULL);         -- the oldest that is kept

    CREATE TABLE events (
      owner TEXT NOT NULL,
      sequence BIGINT NOT NULL,
      change INTEGER NOT NULL,
      photo_id TEXT NOT NULL,
      month INTEGER NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (owner, sequence));
    CREATE INDEX events_by_age ON events (at);

    CREATE TABLE removals (
      key TEXT PRIMARY KEY,           -- of an object that nothing refers to any more
      not_before BIGINT NOT NULL,
      attempts INTEGER NOT NULL);
    CREATE INDEX removals_due ON removals (not_before);

    CREATE TABLE downloads (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      photos TEXT NOT NULL,           -- ids, one behind the other, separated by a blank
      created_at BIGINT NOT NULL);
    CREATE INDEX downloads_by_age ON downloads (created_at);
  )sql"},
                                                       {2, R"sql(
    ALTER TABLE downloads ADD COLUMN session TEXT NOT NULL DEFAULT '';  -- the sign-in it was prepared in
    ALTER TABLE downloads ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0; -- when its bytes were last on their way
    DROP INDEX downloads_by_age;
    CREATE INDEX downloads_by_use ON downloads (used_at);
  )sql"},
                                                       {3, R"sql(
    ALTER TABLE removals ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;  -- 0 an object, 1 a face in a collection
    DROP INDEX removals_due;
    CREATE INDEX removals_due ON removals (kind, not_before);
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
