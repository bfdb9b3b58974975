// Blobs in memfds: the real interface, sendfile included, without a disk.

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>

#include "store/blob/filesystem.h"

namespace lightwell::store {
namespace {

class MemoryBlobs final : public BlobStore {
 public:
  Task<Result<std::unique_ptr<BlobWriter>>> create(std::string name) override {
    const int descriptor = ::memfd_create("lightwell-blob", MFD_CLOEXEC);
    if (descriptor < 0) co_return fail(error(errors::internal_error).log(std::strerror(errno)));
    co_return std::make_unique<Writer>(*this, std::move(name), std::make_shared<const FileHandle>(descriptor));
  }

  Task<Result<FileRegion>> open(std::string name) override {
    const std::lock_guard lock(mutex_);
    const auto found = blobs_.find(name);
    if (found == blobs_.end()) co_return fail(errors::not_found);
    co_return found->second;
  }

  Task<Result<void>> remove(std::string name) override {
    const std::lock_guard lock(mutex_);
    blobs_.erase(name);
    co_return Result<void>{};
  }

  Task<Result<void>> ping() override { co_return Result<void>{}; }

  Task<Result<void>> each(std::function<bool(std::string_view, uint64_t)> visit) override {
    std::vector<std::pair<std::string, uint64_t>> names;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [name, region] : blobs_) names.emplace_back(name, region.length);
    }
    for (const auto& [name, size] : names) {
      if (!visit(name, size)) break;
    }
    co_return Result<void>{};
  }

 private:
  class Writer final : public BlobWriter {
   public:
    Writer(MemoryBlobs& blobs, std::string name, std::shared_ptr<const FileHandle> file)
        : blobs_(blobs), name_(std::move(name)), region_{std::move(file), 0, 0} {}

    Task<Result<void>> write(Bytes bytes) override {
      while (!bytes.empty()) {
        const ssize_t written = ::write(region_.file->descriptor(), bytes.data(), bytes.size());
        if (written < 0) co_return fail(error(errors::storage_full).log(std::strerror(errno)));
        bytes = bytes.subspan(size_t(written));
        region_.length += uint64_t(written);
      }
      co_return Result<void>{};
    }
    Task<Result<void>> commit() override {
      const std::lock_guard lock(blobs_.mutex_);
      if (!blobs_.blobs_.emplace(name_, region_).second) {
        co_return fail(error(errors::internal_error).log("a blob's name is taken: " + name_));
      }
      co_return Result<void>{};
    }
    uint64_t size() const override { return region_.length; }

   private:
    MemoryBlobs& blobs_;
    const std::string name_;
    FileRegion region_;
  };

  std::mutex mutex_;
  std::map<std::string, FileRegion, std::less<>> blobs_;
};

}  // namespace

std::unique_ptr<BlobStore> open_memory_blobs() { return std::make_unique<MemoryBlobs>(); }

}  // namespace lightwell::store
