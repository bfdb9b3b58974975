#include "app/import/walk.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace lightwell::app {
namespace {

namespace fs = std::filesystem;

bool is_left_out(const std::string& name) {
  return name.starts_with('.') || name == "@eaDir" || name == "Thumbs.db" || name == "desktop.ini" ||
         name == "__MACOSX";
}

void walk_into(const fs::path& folder, Found& found) {
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const fs::path path = at->path();
    if (is_left_out(path.filename().string())) continue;
    struct stat status = {};
    if (::lstat(path.c_str(), &status) != 0) {
      found.unreadable.push_back({path, std::strerror(errno)});
      continue;
    }
    if (S_ISDIR(status.st_mode)) {
      walk_into(path, found);
      continue;
    }
    if (S_ISLNK(status.st_mode) && (::stat(path.c_str(), &status) != 0 || S_ISDIR(status.st_mode))) continue;
    if (!S_ISREG(status.st_mode)) continue;
    found.files.push_back({.path = path,
                           .size = uint64_t(status.st_size),
                           .changed_nanoseconds = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec});
    found.bytes += uint64_t(status.st_size);
  }
  if (failed) found.unreadable.push_back({folder, failed.message()});
}

}  // namespace

Result<Found> walk(const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    return fail(errors::not_found, fmt::format("{} is not a folder.", folder.string()));
  }
  Found found;
  walk_into(fs::canonical(folder, failed), found);
  std::sort(found.files.begin(), found.files.end(),
            [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
  return found;
}

}  // namespace lightwell::app
