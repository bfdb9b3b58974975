// A file that says whether it is whole: what was written, with a seal behind it.

#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace lightwell::engines {

struct Seal {
  uint32_t dimensions = 0;
  uint64_t mark = 0;
};

// Copies what the seal is about into `descriptor`, an empty file. errors::not_found; errors::damaged_index when the
// file is another kind of thing or one byte of it has changed.
Result<Seal> open_sealed(const std::filesystem::path& file, int descriptor);

// Writes all that `descriptor` holds, and the seal, aside; syncs and renames. errors::storage_full.
Result<void> write_sealed(const std::filesystem::path& file, int descriptor, const Seal& seal);

}  // namespace lightwell::engines
