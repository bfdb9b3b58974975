// Reading bytes on a pool: hashing a whole object, and feeding a file to S3 without blocking a loop.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "run/bytes.h"
#include "run/pool.h"
#include "run/task.h"

namespace lightwell::photos {

struct Measured {
  uint64_t size = 0;
  std::string sha256;  // raw, 32 bytes
};

// Every byte of the payload, read and hashed on `pool`, which must outlive the task.
Task<Result<Measured>> measure(Payload payload, Pool& pool);

// A file region as a source that reads its blocks on `pool`.
std::unique_ptr<ByteSource> pooled_source(FileRegion region, Pool& pool);

}  // namespace lightwell::photos
