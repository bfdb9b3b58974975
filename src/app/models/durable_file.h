// Files that are there whole or not at all, and stay.

#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lightwell::app {

struct KeptFile {
  std::filesystem::path path;
  std::string sha256;  // of its content, in hex
};

// A copy in `folder`, which is made where it is missing, named after its content: `prefix`-DIGEST`suffix`.
Result<KeptFile> keep_file(const std::filesystem::path& from, const std::filesystem::path& folder,
                           const std::string& prefix, const std::string& suffix);
Result<KeptFile> keep_content(std::string_view content, const std::filesystem::path& folder, const std::string& prefix,
                              const std::string& suffix);
// Replaces `path`: written aside, synced, renamed.
Result<void> write_durably(const std::filesystem::path& path, std::string_view content);

}  // namespace lightwell::app
