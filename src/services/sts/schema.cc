#include "services/sts/schema.h"

namespace lightwell::sts {

const std::vector<store::Migration>& migrations() {
  static const std::vector<store::Migration> steps = {{1, R"sql(
-- What session tokens and authorization messages are sealed with. A key seals until the next one is made, and opens
-- until nothing it sealed can be good any more.
CREATE TABLE sts_sealing_keys (
  id INTEGER PRIMARY KEY,
  secret BLOB NOT NULL,                -- 256 bits, sealed; bound to the time
  made_at BIGINT NOT NULL
);
)sql"}};
  return steps;
}

}  // namespace lightwell::sts
