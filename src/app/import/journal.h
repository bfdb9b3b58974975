// Which files an import has brought in already, so that the next one need not read them again.
//
// One line a file, appended as it is done: size, time of last change in nanoseconds, path. A file that changed since is
// read again; a line that was cut off by a crash is skipped.

#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_map>

namespace lightwell::app {

class ImportJournal {
 public:
  explicit ImportJournal(const std::filesystem::path& file);
  bool has(const std::filesystem::path& path, uint64_t size, int64_t changed_nanoseconds) const;
  void forget(const std::filesystem::path& path);
  void add(const std::filesystem::path& path, uint64_t size, int64_t changed_nanoseconds);

 private:
  std::unordered_map<std::string, std::pair<uint64_t, int64_t>> done_;
  std::ofstream out_;
};

}  // namespace lightwell::app
