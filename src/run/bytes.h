// Bytes on their way: a request body coming in, an answer's body going out. Neither is ever whole in memory unless
// it is small.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "run/task.h"

namespace lightwell {

// A stream that is read once, front to back.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // The next bytes; empty at the end. They stay valid until the next read. After an error or the end, not to be
  // read again.
  virtual Task<Result<Bytes>> read() = 0;
  // How many bytes will come in all, where that is known.
  virtual std::optional<uint64_t> length() const { return std::nullopt; }
  // Fields that follow the body (aws-chunked). The names are announced before the first byte, in lower case; a value
  // is there once the end was read, as the sender wrote it: whoever digests the bytes compares.
  virtual std::vector<std::string> trailer_names() const { return {}; }
  virtual std::optional<std::string> trailer([[maybe_unused]] std::string_view name) const { return std::nullopt; }
  // Whoever it is read for has gone, or the server stops. A source that waits for something to happen (events) gives
  // its end now, also to a read under way; one whose bytes are on their way need not care. From any thread.
  virtual void interrupt() {}
};

// An open file, closed with its last user.
class FileHandle {
 public:
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  ~FileHandle();
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// Part of a file, for sendfile.
struct FileRegion {
  std::shared_ptr<const FileHandle> file;
  uint64_t offset = 0;
  uint64_t length = 0;
};

// What an answer carries: bytes in hand, regions of files one behind the other, or a stream.
using Payload = std::variant<std::string, std::vector<FileRegion>, std::unique_ptr<ByteSource>>;

// The payload's length in bytes, where it is known.
std::optional<uint64_t> payload_length(const Payload&);

std::unique_ptr<ByteSource> source_of(std::string bytes);
// Reads regions in blocks of 256 KiB with pread on the calling thread; for small files and tests.
std::unique_ptr<ByteSource> source_of(std::vector<FileRegion> regions);
std::unique_ptr<ByteSource> source_of(Payload payload);

// Everything a source gives, refused with errors::invalid_argument past `bytes_max`.
Task<Result<std::string>> read_all(ByteSource& source, uint64_t bytes_max);

}  // namespace lightwell
