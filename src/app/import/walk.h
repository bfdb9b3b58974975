// The files below a folder, in order, as an import sees them.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace lightwell::app {

struct FoundFile {
  std::filesystem::path path;
  uint64_t size = 0;
  int64_t changed_nanoseconds = 0;  // time of last change, since 1970
};

struct Unreadable {
  std::filesystem::path path;
  std::string why;
};

struct Found {
  std::vector<FoundFile> files;  // sorted by path
  std::vector<Unreadable> unreadable;
  uint64_t bytes = 0;
};

// Regular files, hidden ones and the leavings of other programs (Thumbs.db, @eaDir) left out; links to folders are not
// followed. A folder that cannot be opened is told, and the rest goes on.
Result<Found> walk(const std::filesystem::path& folder);

}  // namespace lightwell::app
