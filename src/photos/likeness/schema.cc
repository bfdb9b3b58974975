#include "photos/schema.h"

namespace lightwell::photos {

const std::vector<store::Migration>& likeness_schema() {
  static const std::vector<store::Migration> schema = {{1, R"sql(
    CREATE TABLE photo_likeness (
      photo_id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      hash BIGINT NOT NULL,           -- perceptual, 64 bits
      model TEXT NOT NULL,            -- that made the embedding; empty: there is none
      embedding BLOB NOT NULL,        -- of length 1, times 127, a byte each
      sketch BLOB NOT NULL,           -- the same in few numbers
      changed_at BIGINT NOT NULL);
    CREATE INDEX photo_likeness_by_age ON photo_likeness (owner, changed_at);

    CREATE TABLE near_duplicates (
      a TEXT NOT NULL,                -- photos, a < b
      b TEXT NOT NULL,
      owner TEXT NOT NULL,
      distance INTEGER NOT NULL,      -- of their hashes, in bits
      dismissed INTEGER NOT NULL,     -- the owner keeps both
      PRIMARY KEY (a, b));
    CREATE INDEX near_duplicates_of_owner ON near_duplicates (owner, dismissed);
    CREATE INDEX near_duplicates_of_b ON near_duplicates (b);
  )sql"},
                                                       // Where photos lie in the space of sentences, for a pair of
                                                       // models of one's own.
                                                       {2, R"sql(
    CREATE TABLE photo_meanings (
      photo_id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      model TEXT NOT NULL,
      place BLOB NOT NULL,            -- of length 1, times 127, a byte each
      changed_at BIGINT NOT NULL);
    CREATE INDEX photo_meanings_by_age ON photo_meanings (owner, changed_at);
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
