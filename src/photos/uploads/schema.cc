#include "photos/schema.h"

namespace lightwell::photos {

const std::vector<store::Migration>& uploads_schema() {
  static const std::vector<store::Migration> schema = {{1, R"sql(
    CREATE TABLE uploads (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      origin INTEGER NOT NULL,        -- 0 the browser, 1 import
      state INTEGER NOT NULL,         -- 0 open, 1 completing, 2 done
      sha256 TEXT NOT NULL,           -- as announced, hex
      size BIGINT NOT NULL,
      part_size BIGINT NOT NULL,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      kind INTEGER NOT NULL,
      last_modified BIGINT,
      key TEXT NOT NULL,              -- where the bytes arrive
      s3_upload TEXT,                 -- S3's id, once the first part was asked for
      photo_id TEXT NOT NULL,         -- chosen beforehand, so that a repeated step does the same; then the photo's
      is_duplicate INTEGER NOT NULL,  -- of a done one
      created_at BIGINT NOT NULL,
      changed_at BIGINT NOT NULL);
    CREATE UNIQUE INDEX uploads_open ON uploads (owner, sha256, size) WHERE state < 2 AND origin = 0;
    CREATE INDEX uploads_by_age ON uploads (changed_at);
    CREATE INDEX uploads_by_key ON uploads (key);
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
