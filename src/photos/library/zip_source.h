// A ZIP archive made while it is sent: stored, not packed (photos are packed already), with Zip64 where it must be, and
// never more than one block of it in memory.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "run/bytes.h"
#include "run/task.h"

namespace lightwell::photos {

struct ZipEntry {
  std::string name;  // as a person called the file; made fit by zip_names()
  uint64_t size = 0;
  Timestamp modified;
};

// Opens the bytes of the entry with that index; called once for each, in order.
using ZipOpener = std::move_only_function<Task<Result<Payload>>(size_t index)>;

std::unique_ptr<ByteSource> zip_source(std::vector<ZipEntry> entries, ZipOpener open);

// Names fit for any system's folders: no path, no characters that Windows refuses, and no two alike (also not but for
// case): the second becomes "name (2).jpg".
std::vector<std::string> zip_names(const std::vector<ZipEntry>& entries);
std::string clean_file_name(std::string_view name);

}  // namespace lightwell::photos
