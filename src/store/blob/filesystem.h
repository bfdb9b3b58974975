// Blobs as files: DIR/ab/abcdef..., with DIR/tmp for what is being written.

#pragma once

#include <filesystem>
#include <memory>

#include "run/pool.h"
#include "store/blob/blob_store.h"

namespace lightwell::store {

// Creates the folders and empties tmp. File work runs on `pool`.
Result<std::unique_ptr<BlobStore>> open_filesystem_blobs(std::filesystem::path folder, Pool& pool);
// For --testing and unit tests: blobs live in memfds.
std::unique_ptr<BlobStore> open_memory_blobs();

}  // namespace lightwell::store
