#include "services/s3/schema.h"

namespace lightwell::s3 {

const std::vector<store::Migration>& migrations() {
  static const std::vector<store::Migration> steps = {{1, R"sql(
CREATE TABLE s3_buckets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,           -- one name space for all accounts
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX s3_buckets_of_account ON s3_buckets (account, name);

CREATE TABLE s3_cors_rules (
  bucket BIGINT NOT NULL REFERENCES s3_buckets (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  id TEXT,
  allowed_origins TEXT NOT NULL,       -- lists: one entry a line
  allowed_methods TEXT NOT NULL,
  allowed_headers TEXT,
  expose_headers TEXT,
  max_age_seconds BIGINT,
  PRIMARY KEY (bucket, position)
);

-- Narrow rows in the order of the keys, which is the order of listing: nothing large may be in here.
CREATE TABLE s3_objects (
  bucket BIGINT NOT NULL REFERENCES s3_buckets (id),
  key BLOB NOT NULL,                   -- UTF-8; a BLOB compares by bytes
  content BIGINT NOT NULL,
  size BIGINT NOT NULL,
  etag TEXT NOT NULL,
  modified_at BIGINT NOT NULL,
  storage_class TEXT NOT NULL,
  checksum_algorithm TEXT NOT NULL,
  checksum_type TEXT NOT NULL,
  checksum TEXT NOT NULL,
  parts BIGINT NOT NULL,               -- 0: came in one piece
  PRIMARY KEY (bucket, key)
) WITHOUT ROWID;

-- What an object holds, or an upload under way will hold.
CREATE TABLE s3_contents (
  id INTEGER PRIMARY KEY,
  content_type TEXT NOT NULL,
  cache_control TEXT,
  content_disposition TEXT,
  content_encoding TEXT,
  content_language TEXT,
  expires TEXT,
  metadata BLOB,                       -- name NUL value NUL ...
  tags BLOB,                           -- the same
  upload TEXT,                         -- the multipart upload that made it
  bytes BLOB                           -- the whole body when it is small; else there are segments
);

CREATE TABLE s3_parts (
  content BIGINT NOT NULL,
  number BIGINT NOT NULL,
  size BIGINT NOT NULL,
  etag TEXT NOT NULL,
  modified_at BIGINT NOT NULL,
  checksum TEXT NOT NULL,              -- by the upload's algorithm
  claimed_algorithm TEXT,              -- by another, when the client stated one
  claimed_checksum TEXT,
  PRIMARY KEY (content, number)
) WITHOUT ROWID;

-- Ranges of blobs, in order. A blob lives as long as one segment names it.
CREATE TABLE s3_segments (
  content BIGINT NOT NULL,
  part BIGINT NOT NULL,                -- 0 when the object came in one piece
  position BIGINT NOT NULL,
  blob TEXT NOT NULL,
  start BIGINT NOT NULL,
  length BIGINT NOT NULL,
  PRIMARY KEY (content, part, position)
) WITHOUT ROWID;
CREATE INDEX s3_segments_of_blob ON s3_segments (blob);

CREATE TABLE s3_uploads (
  bucket BIGINT NOT NULL REFERENCES s3_buckets (id),
  key BLOB NOT NULL,
  id TEXT NOT NULL,                    -- begins with the time, so that ids of one key sort by it
  content BIGINT NOT NULL,
  account TEXT NOT NULL,
  initiated_at BIGINT NOT NULL,
  storage_class TEXT NOT NULL,
  checksum_algorithm TEXT NOT NULL,
  checksum_type TEXT NOT NULL,
  is_checksum_asked BIGINT NOT NULL,
  PRIMARY KEY (bucket, key, id)
) WITHOUT ROWID;

-- Blobs that no segment names any more, until their files are gone.
CREATE TABLE s3_garbage (
  blob TEXT PRIMARY KEY
) WITHOUT ROWID;
)sql"},
                                                      {2, R"sql(
CREATE TABLE s3_bucket_policies (
  bucket BIGINT PRIMARY KEY REFERENCES s3_buckets (id) ON DELETE CASCADE,
  document TEXT NOT NULL               -- as it was put
);
ALTER TABLE s3_buckets ADD COLUMN access_block BIGINT DEFAULT 15;  -- bits; NULL: there is none
)sql"}};
  return steps;
}

}  // namespace lightwell::s3
