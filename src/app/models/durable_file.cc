#include "app/models/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <vector>

#include "base/digest.h"
#include "run/bytes.h"

namespace lightwell::app {
namespace {

constexpr size_t kBlockBytes = 1 << 20;
constexpr size_t kNameDigits = 16;

Error system_error(const std::filesystem::path& path) {
  if (errno == ENOSPC || errno == EDQUOT) return error(lightwell::errors::storage_full);
  return error(lightwell::errors::internal_error, fmt::format("{}: {}", path.string(), std::strerror(errno)));
}

Result<void> write_all(const FileHandle& file, Bytes bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(file.descriptor(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return fail(system_error(path));
    bytes = bytes.subspan(size_t(wrote));
  }
  return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.descriptor() < 0 || ::fsync(handle.descriptor()) != 0) return fail(system_error(folder));
  return {};
}

// The next bytes of what is written; empty at the end.
using Source = std::function<Result<Bytes>()>;

// Writes aside; answers where, and the digest.
Result<KeptFile> write_aside(const std::filesystem::path& folder, const Source& source) {
  std::string aside = (folder / ".new-XXXXXX").string();
  const FileHandle file(::mkostemp(aside.data(), O_CLOEXEC));
  if (file.descriptor() < 0) return fail(system_error(aside));
  const auto digest = make_digest(Algorithm::sha256);
  const auto written = [&]() -> Result<void> {
    while (true) {
      TRY(const Bytes block, source());
      if (block.empty()) break;
      digest->update(block);
      REQUIRE_OK(write_all(file, block, aside));
    }
    if (::fsync(file.descriptor()) != 0) return fail(system_error(aside));
    return {};
  }();
  if (!written) {
    ::unlink(aside.c_str());
    return std::unexpected(written.error());
  }
  return KeptFile{.path = aside, .sha256 = to_hex(as_bytes(digest->finish()))};
}

Result<void> put_in_place(const std::filesystem::path& aside, const std::filesystem::path& path) {
  if (::rename(aside.c_str(), path.c_str()) != 0) {
    const Error failed = system_error(path);
    ::unlink(aside.c_str());
    return fail(Error(failed));
  }
  return sync_folder(path.parent_path());
}

Result<KeptFile> keep(const std::filesystem::path& folder, const std::string& prefix, const std::string& suffix,
                      const Source& source) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  TRY(KeptFile kept, write_aside(folder, source));
  const auto path = folder / fmt::format("{}-{}{}", prefix, kept.sha256.substr(0, kNameDigits), suffix);
  REQUIRE_OK(put_in_place(kept.path, path));
  kept.path = path;
  return kept;
}

Source source_of_bytes(std::string_view content) {
  return [content, is_done = false]() mutable -> Result<Bytes> {
    return std::exchange(is_done, true) ? Bytes() : as_bytes(content);
  };
}

}  // namespace

Result<KeptFile> keep_file(const std::filesystem::path& from, const std::filesystem::path& folder,
                           const std::string& prefix, const std::string& suffix) {
  const FileHandle file(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.descriptor() < 0) return fail(system_error(from));
  std::vector<std::byte> block(kBlockBytes);
  return keep(folder, prefix, suffix, [&]() -> Result<Bytes> {
    ssize_t got = -1;
    do {
      got = ::read(file.descriptor(), block.data(), block.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) return fail(system_error(from));
    return Bytes(block).first(size_t(got));
  });
}

Result<KeptFile> keep_content(std::string_view content, const std::filesystem::path& folder, const std::string& prefix,
                              const std::string& suffix) {
  return keep(folder, prefix, suffix, source_of_bytes(content));
}

Result<void> write_durably(const std::filesystem::path& path, std::string_view content) {
  TRY(const KeptFile aside, write_aside(path.parent_path(), source_of_bytes(content)));
  return put_in_place(aside.path, path);
}

}  // namespace lightwell::app
