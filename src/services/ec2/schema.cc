#include "services/ec2/schema.h"

namespace lightwell::ec2 {

const std::vector<store::Migration>& migrations() {
  static const std::vector<store::Migration> steps = {{1, R"sql(
-- The public halves. Private ones are given to whoever asked for the pair, once, and kept nowhere.
CREATE TABLE ec2_key_pairs (
  id TEXT PRIMARY KEY,                 -- key-0123456789abcdef0
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,                  -- rsa, ed25519
  fingerprint TEXT NOT NULL,
  public_key TEXT NOT NULL,            -- a line of OpenSSH's
  made_at BIGINT NOT NULL,
  UNIQUE (account, region, name)
);

CREATE TABLE ec2_key_pair_tags (
  key_pair TEXT NOT NULL REFERENCES ec2_key_pairs (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (key_pair, key)
) WITHOUT ROWID;
)sql"}};
  return steps;
}

}  // namespace lightwell::ec2
