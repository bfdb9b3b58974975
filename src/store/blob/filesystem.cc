#include "store/blob/filesystem.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace lightwell::store {
namespace {

namespace fs = std::filesystem;

// After this many bytes the kernel is told to start writing, so that the final fsync finds little left to do.
constexpr uint64_t kWritebackEvery = 8 << 20;

Error system_failure(std::string_view what) {
  const int code = errno;
  const ErrorKind& kind =
      code == ENOSPC || code == EDQUOT || code == EFBIG ? errors::storage_full : errors::internal_error;
  return error(kind).log(fmt::format("{}: {}", what, std::strerror(code)));
}

bool is_name(std::string_view name) {
  return name.size() >= 2 && name.size() <= 64 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == name.npos;
}

Result<void> sync_folder(const fs::path& folder) {
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.descriptor() < 0 || ::fsync(handle.descriptor()) != 0) return fail(system_failure("fsync of a folder"));
  return {};
}

Result<void> write_fully(int descriptor, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(system_failure("writing a blob"));
    bytes = bytes.subspan(size_t(written));
  }
  return {};
}

struct Place {
  fs::path root;
  fs::path folder_of(std::string_view name) const { return root / name.substr(0, 2); }
  fs::path path_of(std::string_view name) const { return folder_of(name) / name; }
  fs::path temporary(std::string_view name) const { return root / "tmp" / name; }
};

class FileWriter final : public BlobWriter {
 public:
  FileWriter(const Place& place, Pool& pool, std::string name, int descriptor)
      : place_(place), pool_(pool), name_(std::move(name)), file_(std::make_unique<FileHandle>(descriptor)) {}

  ~FileWriter() override {
    if (!committed_) ::unlink(place_.temporary(name_).c_str());
  }

  Task<Result<void>> write(Bytes bytes) override {
    return pool_.run([this, bytes]() -> Result<void> {
      REQUIRE_OK(write_fully(file_->descriptor(), bytes));
      size_ += bytes.size();
      if (size_ - handed_over_ >= kWritebackEvery) {
        ::sync_file_range(file_->descriptor(), off64_t(handed_over_), off64_t(size_ - handed_over_),
                          SYNC_FILE_RANGE_WRITE);
        handed_over_ = size_;
      }
      return {};
    });
  }

  Task<Result<void>> commit() override {
    return pool_.run([this]() -> Result<void> {
      if (::fdatasync(file_->descriptor()) != 0) return fail(system_failure("fsync of a blob"));
      const fs::path folder = place_.folder_of(name_);
      if (::mkdir(folder.c_str(), 0700) == 0) {
        REQUIRE_OK(sync_folder(place_.root));
      } else if (errno != EEXIST) {
        return fail(system_failure("making a blob folder"));
      }
      // link, not rename: a name that is taken must not be overwritten.
      if (::link(place_.temporary(name_).c_str(), place_.path_of(name_).c_str()) != 0) {
        return fail(system_failure("naming a blob"));
      }
      ::unlink(place_.temporary(name_).c_str());
      committed_ = true;
      return sync_folder(folder);
    });
  }

  uint64_t size() const override { return size_; }

 private:
  const Place& place_;
  Pool& pool_;
  const std::string name_;
  const std::unique_ptr<FileHandle> file_;
  uint64_t size_ = 0;
  uint64_t handed_over_ = 0;
  bool committed_ = false;
};

class FilesystemBlobs final : public BlobStore {
 public:
  FilesystemBlobs(Place place, Pool& pool) : place_(std::move(place)), pool_(pool) {}

  Task<Result<std::unique_ptr<BlobWriter>>> create(std::string name) override {
    if (!is_name(name)) co_return fail(errors::invalid_argument, "Not a blob's name.");
    co_return co_await pool_.run([this, name]() -> Result<std::unique_ptr<BlobWriter>> {
      const int descriptor =
          ::open(place_.temporary(name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
      if (descriptor < 0) return fail(system_failure("creating a blob"));
      return std::make_unique<FileWriter>(place_, pool_, name, descriptor);
    });
  }

  Task<Result<FileRegion>> open(std::string name) override {
    if (!is_name(name)) co_return fail(errors::not_found);
    // Opening costs microseconds and a turn through the pool costs more: done where it is asked.
    const int descriptor = ::open(place_.path_of(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) co_return errno == ENOENT ? fail(errors::not_found) : fail(system_failure("opening a blob"));
    auto file = std::make_shared<const FileHandle>(descriptor);
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) co_return fail(system_failure("asking a blob's size"));
    co_return FileRegion{.file = std::move(file), .offset = 0, .length = uint64_t(status.st_size)};
  }

  Task<Result<void>> remove(std::string name) override {
    if (!is_name(name)) co_return fail(errors::invalid_argument, "Not a blob's name.");
    co_return co_await pool_.run([this, name]() -> Result<void> {
      if (::unlink(place_.path_of(name).c_str()) != 0 && errno != ENOENT)
        return fail(system_failure("removing a blob"));
      return {};
    });
  }

  Task<Result<void>> ping() override {
    return pool_.run([this]() -> Result<void> {
      // A file without a name: nothing to remove afterwards, whatever happens.
      const FileHandle file(::open((place_.root / "tmp").c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
      if (file.descriptor() < 0) return fail(system_failure("asking the blob store"));
      return write_fully(file.descriptor(), as_bytes("lightwell"));
    });
  }

  Task<Result<void>> each(std::function<bool(std::string_view, uint64_t)> visit) override {
    return pool_.run([this, visit = std::move(visit)]() -> Result<void> {
      std::error_code failed;
      for (const auto& folder : fs::directory_iterator(place_.root, failed)) {
        if (!folder.is_directory(failed) || folder.path().filename() == "tmp") continue;
        for (const auto& file : fs::directory_iterator(folder.path(), failed)) {
          const std::string name = file.path().filename().string();
          if (is_name(name) && !visit(name, file.file_size(failed))) return {};
        }
        if (failed) break;
      }
      if (failed) return fail(error(errors::internal_error).log("listing blobs: " + failed.message()));
      return {};
    });
  }

 private:
  const Place place_;
  Pool& pool_;
};

}  // namespace

Result<std::unique_ptr<BlobStore>> open_filesystem_blobs(std::filesystem::path folder, Pool& pool) {
  Place place{std::move(folder)};
  std::error_code failed;
  fs::create_directories(place.root / "tmp", failed);
  if (failed) return fail(error(errors::internal_error).log("making the blob folder: " + failed.message()));
  for (const auto& left_over : fs::directory_iterator(place.root / "tmp", failed)) fs::remove(left_over.path(), failed);
  if (failed) return fail(error(errors::internal_error).log("emptying the blob store's tmp: " + failed.message()));
  return std::make_unique<FilesystemBlobs>(std::move(place), pool);
}

}  // namespace lightwell::store
