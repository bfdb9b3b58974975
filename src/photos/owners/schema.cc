#include "photos/schema.h"

namespace lightwell::photos {

const std::vector<store::Migration>& owners_schema() {
  static const std::vector<store::Migration> schema = {{1, R"sql(
    CREATE TABLE owners (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      passphrase TEXT NOT NULL,       -- $argon2id$...
      created_at BIGINT NOT NULL);

    CREATE TABLE setup_tokens (
      token_hash TEXT PRIMARY KEY,    -- SHA-256, hex
      created_at BIGINT NOT NULL);

    CREATE TABLE sessions (
      id TEXT PRIMARY KEY,            -- shown in the list of sessions; opens nothing
      owner TEXT NOT NULL,
      token_hash TEXT NOT NULL UNIQUE,
      created_at BIGINT NOT NULL,
      last_seen_at BIGINT NOT NULL,   -- exact to five minutes
      user_agent TEXT NOT NULL,
      address TEXT NOT NULL);
    CREATE INDEX sessions_of_owner ON sessions (owner, last_seen_at);
    CREATE INDEX sessions_by_age ON sessions (last_seen_at);

    CREATE TABLE attempts (
      bucket TEXT PRIMARY KEY,        -- "account/..." or "address/..."
      failures BIGINT NOT NULL,
      last_at BIGINT NOT NULL,
      free_at BIGINT NOT NULL);       -- no attempt is looked at before
    CREATE INDEX attempts_by_age ON attempts (last_at);
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
