// The embedded database: one SQLite file in WAL mode with synchronous=FULL.

#pragma once

#include <filesystem>
#include <memory>

#include "store/sql/database.h"

namespace lightwell::store {

struct SqliteOptions {
  std::filesystem::path file;     // empty: in memory
  size_t readers = 2;             // threads
  size_t write_queue_max = 4096;  // closures waiting; one more is refused with SlowDown
  size_t read_queue_max = 4096;
  size_t group_max = 512;  // closures that share one commit
};

Result<std::unique_ptr<Database>> open_sqlite(SqliteOptions options);

}  // namespace lightwell::store
