#include "engines/nearest/sealed_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

#include "base/digest.h"
#include "engines/nearest/nearest_index.h"
#include "run/bytes.h"

namespace lightwell::engines {
namespace {

// The last bytes of the file. The last two of the magic count how vectors and links were laid out before them.
struct Trailer {
  std::array<char, 8> magic = {'L', 'W', 'N', 'E', 'A', 'R', '0', '2'};
  uint32_t dimensions = 0;
  uint32_t unused = 0;
  uint64_t mark = 0;
  uint64_t length = 0;
  uint64_t sum = 0;  // CRC64NVME of everything before

  // Over the rest of the seal too, which follows what `content` is the sum of.
  uint64_t whole_sum(uint64_t content) const {
    return crc64nvme(content, Bytes(reinterpret_cast<const std::byte*>(this), offsetof(Trailer, sum)));
  }
};
static_assert(sizeof(Trailer) == 40);

constexpr size_t kBlock = 1 << 20;

Error failed(const char* what) {
  const int code = errno;
  const bool is_full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  return error(is_full ? lightwell::errors::storage_full : lightwell::errors::internal_error)
      .log(std::string(what) + ": " + std::strerror(code));
}

Result<void> write_all(int descriptor, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(failed("writing an index"));
    bytes = bytes.subspan(size_t(written));
  }
  return {};
}

// Copies `length` bytes and answers their CRC.
Result<uint64_t> copy(int from, int to, uint64_t length) {
  std::string block(kBlock, '\0');
  uint64_t sum = 0, at = 0;
  while (at < length) {
    const ssize_t got = pread(from, block.data(), std::min(uint64_t(kBlock), length - at), off_t(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(failed("reading an index"));
    if (got == 0) return fail(errors::damaged_index);
    const Bytes bytes = as_bytes(std::string_view(block).substr(0, size_t(got)));
    REQUIRE_OK(write_all(to, bytes));
    sum = crc64nvme(sum, bytes);
    at += uint64_t(got);
  }
  return sum;
}

Result<uint64_t> length_of(int descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return fail(failed("looking at an index"));
  return uint64_t(status.st_size);
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const FileHandle handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.descriptor() < 0 || fsync(handle.descriptor()) != 0) return fail(failed("syncing the folder of an index"));
  return {};
}

}  // namespace

Result<Seal> open_sealed(const std::filesystem::path& file, int descriptor) {
  const FileHandle handle(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (handle.descriptor() < 0) {
    return fail(errno == ENOENT ? error(lightwell::errors::not_found) : failed("opening an index"));
  }
  TRY(const uint64_t length, length_of(handle.descriptor()));
  Trailer found;
  if (length < sizeof(found)) return fail(errors::damaged_index);
  const uint64_t before = length - sizeof(found);
  if (pread(handle.descriptor(), &found, sizeof(found), off_t(before)) != ssize_t(sizeof(found))) {
    return fail(failed("reading an index"));
  }
  if (found.magic != Trailer{}.magic || found.length != before) return fail(errors::damaged_index);
  TRY(const uint64_t sum, copy(handle.descriptor(), descriptor, before));
  if (found.whole_sum(sum) != found.sum) return fail(errors::damaged_index);
  return Seal{found.dimensions, found.mark};
}

Result<void> write_sealed(const std::filesystem::path& file, int descriptor, const Seal& seal) {
  std::filesystem::path aside = file;
  aside += ".new";
  {
    const FileHandle handle(open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (handle.descriptor() < 0) return fail(failed("making an index's file"));
    TRY(const uint64_t length, length_of(descriptor));
    TRY(const uint64_t sum, copy(descriptor, handle.descriptor(), length));
    Trailer trailer{.dimensions = seal.dimensions, .mark = seal.mark, .length = length};
    trailer.sum = trailer.whole_sum(sum);
    REQUIRE_OK(write_all(handle.descriptor(), Bytes(reinterpret_cast<const std::byte*>(&trailer), sizeof(trailer))));
    if (fdatasync(handle.descriptor()) != 0) return fail(failed("syncing an index"));
  }
  if (rename(aside.c_str(), file.c_str()) != 0) return fail(failed("renaming an index"));
  return sync_folder(file.parent_path());
}

}  // namespace lightwell::engines
