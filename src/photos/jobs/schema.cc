#include "photos/schema.h"

namespace lightwell::photos {

const std::vector<store::Migration>& jobs_schema() {
  static const std::vector<store::Migration> schema = {{1, R"sql(
    CREATE TABLE jobs (
      photo_id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      state INTEGER NOT NULL,         -- 0 waiting, 1 running, 2 failed
      attempts INTEGER NOT NULL,      -- that ended badly
      not_before BIGINT NOT NULL,
      node TEXT NOT NULL,             -- who leases it
      lease TEXT NOT NULL,
      lease_until BIGINT NOT NULL,
      message TEXT NOT NULL,          -- of a failed one, for a person
      changed_at BIGINT NOT NULL);
    CREATE INDEX jobs_due ON jobs (state, not_before);
    CREATE INDEX jobs_of_owner ON jobs (owner, state, changed_at);
  )sql"},
                                                       // Jobs of more than one kind; photos that were read before
                                                       // there was an analysis wait for theirs.
                                                       {2, R"sql(
    ALTER TABLE jobs RENAME TO jobs_before;
    CREATE TABLE jobs (
      kind INTEGER NOT NULL,          -- 0 reading, 1 analysing
      photo_id TEXT NOT NULL,
      owner TEXT NOT NULL,
      state INTEGER NOT NULL,         -- 0 waiting, 1 running, 2 failed
      lane INTEGER NOT NULL,          -- 0 first, 1 in the background
      attempts INTEGER NOT NULL,      -- that ended badly
      not_before BIGINT NOT NULL,
      node TEXT NOT NULL,             -- who leases it
      lease TEXT NOT NULL,
      lease_until BIGINT NOT NULL,
      message TEXT NOT NULL,          -- of a failed one, for a person
      changed_at BIGINT NOT NULL,
      PRIMARY KEY (kind, photo_id));
    INSERT INTO jobs SELECT 0, photo_id, owner, state, 0, attempts, not_before, node, lease, lease_until, message,
      changed_at FROM jobs_before;
    DROP TABLE jobs_before;
    INSERT INTO jobs SELECT 1, id, owner, 0, 1, 0, uploaded_at, '', '', 0, '', uploaded_at FROM photos WHERE state = 1;
    CREATE INDEX jobs_due ON jobs (kind, state, lane, not_before, owner);
    CREATE INDEX jobs_leased ON jobs (kind, lease_until) WHERE state = 1;
    CREATE INDEX jobs_of_owner ON jobs (owner, kind, state, changed_at);

    CREATE TABLE job_pauses (
      owner TEXT NOT NULL,
      kind INTEGER NOT NULL,
      paused_at BIGINT NOT NULL,
      PRIMARY KEY (owner, kind));
  )sql"},
                                                       // Strips, whose small previews were once as low as the large
                                                       // ones of 1,440 pixels made them, are read again.
                                                       {3, R"sql(
    INSERT INTO jobs SELECT 0, id, owner, 0, 1, 0, uploaded_at, '', '', 0, '', uploaded_at FROM photos
      WHERE state = 1 AND (256 * width > 1440 * height OR 256 * height > 1440 * width)
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE kind = 0 AND photo_id = photos.id);
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
