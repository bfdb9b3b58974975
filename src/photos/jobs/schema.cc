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
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
