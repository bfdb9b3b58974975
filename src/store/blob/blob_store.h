// BlobStore: the bytes that are too large for a row. A blob is written once, never changed, and removed whole.
//
// A blob's name is chosen by its owner and must be new: [a-z0-9]{2,64} ("Ids::hex(16)"). What is committed is durable:
// the file is fsynced, renamed into place, and the folder fsynced, before commit() answers. What is not committed when
// the process dies is swept at the next start.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "run/bytes.h"
#include "run/task.h"

namespace lightwell::store {

class BlobWriter {
 public:
  virtual ~BlobWriter() = default;  // an uncommitted blob vanishes
  // The bytes must stay valid until the task ends. Disk full: errors::storage_full.
  virtual Task<Result<void>> write(Bytes bytes) = 0;
  virtual Task<Result<void>> commit() = 0;
  virtual uint64_t size() const = 0;
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;
  virtual Task<Result<std::unique_ptr<BlobWriter>>> create(std::string name) = 0;
  // The whole blob as a region of an open file. errors::not_found if there is none.
  virtual Task<Result<FileRegion>> open(std::string name) = 0;
  // Removing what is not there is no error. Readers that have it open keep it.
  virtual Task<Result<void>> remove(std::string name) = 0;
  // Answers when a file could be written here now; for health checks.
  virtual Task<Result<void>> ping() = 0;
  // Visits the name and size of every committed blob, for the sweep of orphans; false from the visitor ends it.
  virtual Task<Result<void>> each(std::function<bool(std::string_view name, uint64_t size)> visit) = 0;
};

}  // namespace lightwell::store
