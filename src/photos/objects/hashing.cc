#include "photos/objects/hashing.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/digest.h"

namespace lightwell::photos {
namespace {

constexpr size_t kBlock = 1 << 20;

Result<size_t> read_block(const FileRegion& region, uint64_t done, std::string& buffer) {
  const size_t wanted = size_t(std::min<uint64_t>(buffer.size(), region.length - done));
  const ssize_t got = ::pread(region.file->descriptor(), buffer.data(), wanted, off_t(region.offset + done));
  if (got > 0) return size_t(got);
  return fail(error(errors::internal_error).log(got < 0 ? std::strerror(errno) : "a file ended too early"));
}

Result<Measured> measure_regions(const std::vector<FileRegion>& regions) {
  const auto digest = make_digest(Algorithm::sha256);
  Measured measured;
  std::string buffer(kBlock, '\0');
  for (const FileRegion& region : regions) {
    for (uint64_t done = 0; done < region.length;) {
      TRY(const size_t got, read_block(region, done, buffer));
      digest->update(as_bytes(std::string_view(buffer).substr(0, got)));
      done += got;
    }
    measured.size += region.length;
  }
  measured.sha256 = digest->finish();
  return measured;
}

class PooledSource final : public ByteSource {
 public:
  PooledSource(FileRegion region, Pool& pool) : region_(std::move(region)), pool_(pool) {}

  Task<Result<Bytes>> read() override {
    if (done_ == region_.length) co_return Bytes{};
    buffer_.resize(kBlock);
    // The caller awaits, so this object outlives the work.
    CO_TRY(const size_t got, co_await pool_.run([this] { return read_block(region_, done_, buffer_); }));
    done_ += got;
    co_return as_bytes(std::string_view(buffer_).substr(0, got));
  }
  std::optional<uint64_t> length() const override { return region_.length; }

 private:
  FileRegion region_;
  Pool& pool_;
  uint64_t done_ = 0;
  std::string buffer_;
};

}  // namespace

Task<Result<Measured>> measure(Payload payload, Pool& pool) {
  if (auto* regions = std::get_if<std::vector<FileRegion>>(&payload)) {
    co_return co_await pool.run([regions = std::move(*regions)] { return measure_regions(regions); });
  }
  if (const auto* bytes = std::get_if<std::string>(&payload)) {
    co_return co_await pool.run([bytes]() -> Result<Measured> {
      return Measured{.size = bytes->size(), .sha256 = digest(Algorithm::sha256, as_bytes(*bytes))};
    });
  }
  const auto& source = std::get<std::unique_ptr<ByteSource>>(payload);
  const auto digest = make_digest(Algorithm::sha256);
  Measured measured;
  while (true) {
    CO_TRY(const Bytes block, co_await source->read());
    if (block.empty()) break;
    measured.size += block.size();
    CO_CHECK(co_await pool.run([&digest, block]() -> Result<void> { return digest->update(block), Result<void>{}; }));
  }
  measured.sha256 = digest->finish();
  co_return measured;
}

std::unique_ptr<ByteSource> pooled_source(FileRegion region, Pool& pool) {
  return std::make_unique<PooledSource>(std::move(region), pool);
}

}  // namespace lightwell::photos
