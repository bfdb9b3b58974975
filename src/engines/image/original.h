// An original as an engine child can be given it: one region of a file that is open for reading only.

#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "run/bytes.h"
#include "run/task.h"

namespace lightwell::engines {

// What waits in the queue: bytes in hand, or regions of files.
using Original = std::variant<std::string, std::vector<FileRegion>>;
uint64_t length_of(const Original& original);

// A stream is read to its end into an unnamed file in `folder` (empty: in memory). ImageFailure::too_large past
// `bytes_max`.
Task<Result<Original>> spool(std::unique_ptr<ByteSource> source, std::filesystem::path folder, uint64_t bytes_max);

// Bytes and many regions are copied into an unnamed file; one region is handed on as it is. Blocks.
Result<FileRegion> one_region(Original original, const std::filesystem::path& folder);

}  // namespace lightwell::engines
