#include "app/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lightwell::app {
namespace {

std::unexpected<Error> refuse(const std::filesystem::path& path, std::string_view why) {
  return fail(lightwell::errors::internal_error, fmt::format("{}: {}", path.string(), why));
}

}  // namespace

Result<std::unique_ptr<DataFolder>> DataFolder::hold(std::filesystem::path path) {
  ::umask(0077);  // a folder that was there already may be open to others: no file of ours is
  std::error_code failed;
  std::filesystem::create_directories(path.parent_path(), failed);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return refuse(path, std::strerror(errno));
  const int lock = ::open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return refuse(path, std::strerror(errno));
  auto folder = std::unique_ptr<DataFolder>(new DataFolder(std::filesystem::absolute(path), lock));
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return fail(errors::folder_in_use, fmt::format("Another lightwell is running on {}.", path.string()));
  }
  return folder;
}

}  // namespace lightwell::app
