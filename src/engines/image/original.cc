#include "engines/image/original.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engines/image/image_report.h"

namespace lightwell::engines {
namespace {

constexpr size_t kBlockBytes = 256 * 1024;

Error system_error(std::string_view what) {
  if (errno == ENOSPC || errno == EDQUOT) return error(lightwell::errors::storage_full);
  return error(lightwell::errors::internal_error).log(fmt::format("{}: {}", what, std::strerror(errno)));
}

Result<std::shared_ptr<const FileHandle>> unnamed_file(const std::filesystem::path& folder) {
  int descriptor = -1;
  if (!folder.empty()) descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) descriptor = memfd_create("original", MFD_CLOEXEC);
  if (descriptor < 0) return fail(system_error("memfd_create"));
  return std::make_shared<const FileHandle>(descriptor);
}

Result<void> append(const FileHandle& file, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(file.descriptor(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return fail(system_error("an original could not be put together"));
    bytes = bytes.subspan(size_t(wrote));
  }
  return {};
}

Result<void> append(const FileHandle& file, const FileRegion& region, std::string& block) {
  block.resize(kBlockBytes);
  for (uint64_t done = 0; done < region.length;) {
    const size_t wanted = size_t(std::min<uint64_t>(kBlockBytes, region.length - done));
    const ssize_t got = pread(region.file->descriptor(), block.data(), wanted, off_t(region.offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(system_error("an original could not be read"));
    if (got == 0) {
      return fail(error(lightwell::errors::internal_error).log("an original is shorter than its region"));
    }
    REQUIRE_OK(append(file, as_bytes(std::string_view(block).substr(0, size_t(got)))));
    done += uint64_t(got);
  }
  return {};
}

// The same file, but the descriptor cannot write: a child must not be able to change an original.
Result<std::shared_ptr<const FileHandle>> read_only(std::shared_ptr<const FileHandle> file) {
  const int flags = fcntl(file->descriptor(), F_GETFL);
  if (flags < 0) return fail(system_error("F_GETFL"));
  if ((flags & O_ACCMODE) == O_RDONLY) return file;
  const std::string path = fmt::format("/proc/self/fd/{}", file->descriptor());
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(system_error(path));
  return std::make_shared<const FileHandle>(descriptor);
}

}  // namespace

uint64_t length_of(const Original& original) {
  if (const auto* bytes = std::get_if<std::string>(&original)) return bytes->size();
  uint64_t length = 0;
  for (const FileRegion& region : std::get<std::vector<FileRegion>>(original)) length += region.length;
  return length;
}

Task<Result<Original>> spool(std::unique_ptr<ByteSource> source, std::filesystem::path folder, uint64_t bytes_max) {
  CO_TRY(const auto file, unnamed_file(folder));
  uint64_t length = 0;
  while (true) {
    CO_TRY(const Bytes block, co_await source->read());
    if (block.empty()) break;
    length += block.size();
    if (length > bytes_max) {
      co_return fail(error_kind(ImageFailure::too_large),
                     fmt::format("The file is larger than {} MB.", bytes_max / 1'000'000));
    }
    CO_CHECK(append(*file, block));
  }
  co_return Original(std::vector{FileRegion{file, 0, length}});
}

Result<FileRegion> one_region(Original original, const std::filesystem::path& folder) {
  auto* regions = std::get_if<std::vector<FileRegion>>(&original);
  if (regions != nullptr && regions->size() == 1) {
    TRY(auto file, read_only(regions->front().file));
    return FileRegion{std::move(file), regions->front().offset, regions->front().length};
  }
  const uint64_t length = length_of(original);
  TRY(const auto file, unnamed_file(regions == nullptr ? std::filesystem::path() : folder));
  if (regions == nullptr) {
    REQUIRE_OK(append(*file, as_bytes(std::get<std::string>(original))));
  } else {
    std::string block;
    for (const FileRegion& region : *regions) REQUIRE_OK(append(*file, region, block));
  }
  TRY(auto readable, read_only(file));
  return FileRegion{std::move(readable), 0, length};
}

}  // namespace lightwell::engines
