#include "run/bytes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace lightwell {
namespace {

class StringSource final : public ByteSource {
 public:
  explicit StringSource(std::string bytes) : bytes_(std::move(bytes)) {}
  Task<Result<Bytes>> read() override {
    if (std::exchange(read_, true)) co_return Bytes{};
    co_return as_bytes(bytes_);
  }
  std::optional<uint64_t> length() const override { return bytes_.size(); }

 private:
  std::string bytes_;
  bool read_ = false;
};

class RegionsSource final : public ByteSource {
 public:
  explicit RegionsSource(std::vector<FileRegion> regions) : regions_(std::move(regions)) {
    for (const FileRegion& region : regions_) length_ += region.length;
  }
  Task<Result<Bytes>> read() override {
    while (at_ < regions_.size() && done_ == regions_[at_].length) {
      ++at_;
      done_ = 0;
    }
    if (at_ == regions_.size()) co_return Bytes{};
    const FileRegion& region = regions_[at_];
    buffer_.resize(size_t(std::min<uint64_t>(256 * 1024, region.length - done_)));
    const ssize_t got = pread(region.file->descriptor(), buffer_.data(), buffer_.size(), off_t(region.offset + done_));
    if (got <= 0) {
      co_return fail(
          error(errors::internal_error).log(got < 0 ? std::strerror(errno) : "a file is shorter than its region"));
    }
    done_ += uint64_t(got);
    co_return as_bytes(std::string_view(buffer_).substr(0, size_t(got)));
  }
  std::optional<uint64_t> length() const override { return length_; }

 private:
  std::vector<FileRegion> regions_;
  size_t at_ = 0;
  uint64_t done_ = 0;
  uint64_t length_ = 0;
  std::string buffer_;
};

}  // namespace

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<uint64_t> payload_length(const Payload& payload) {
  if (const auto* bytes = std::get_if<std::string>(&payload)) return bytes->size();
  if (const auto* regions = std::get_if<std::vector<FileRegion>>(&payload)) {
    uint64_t total = 0;
    for (const FileRegion& region : *regions) total += region.length;
    return total;
  }
  const auto& source = std::get<std::unique_ptr<ByteSource>>(payload);
  return source ? source->length() : 0;
}

std::unique_ptr<ByteSource> source_of(std::string bytes) { return std::make_unique<StringSource>(std::move(bytes)); }
std::unique_ptr<ByteSource> source_of(std::vector<FileRegion> regions) {
  return std::make_unique<RegionsSource>(std::move(regions));
}
std::unique_ptr<ByteSource> source_of(Payload payload) {
  if (auto* bytes = std::get_if<std::string>(&payload)) return source_of(std::move(*bytes));
  if (auto* regions = std::get_if<std::vector<FileRegion>>(&payload)) return source_of(std::move(*regions));
  return std::move(std::get<std::unique_ptr<ByteSource>>(payload));
}

Task<Result<std::string>> read_all(ByteSource& source, uint64_t bytes_max) {
  std::string all;
  while (true) {
    CO_TRY(const Bytes chunk, co_await source.read());
    if (chunk.empty()) co_return all;
    if (all.size() + chunk.size() > bytes_max) co_return fail(errors::invalid_argument, "The body is too large.");
    all += as_text(chunk);
  }
}

}  // namespace lightwell
