#include "photos/objects/hashing.h"

#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digest.h"
#include "run/spawn.h"

namespace lightwell::photos {
namespace {

std::shared_ptr<FileHandle> memory_file(const std::string& bytes) {
  const int descriptor = ::memfd_create("test", MFD_CLOEXEC);
  REQUIRE(::pwrite(descriptor, bytes.data(), bytes.size(), 0) == ssize_t(bytes.size()));
  return std::make_shared<FileHandle>(descriptor);
}

std::string sample(size_t size) {
  std::string bytes;
  for (size_t i = 0; i < size; ++i) bytes += char(i * 31 + i / 251);
  return bytes;
}

}  // namespace

TEST_CASE("bytes are measured alike as a string, as regions of files and as a stream") {
  Pool pool("hashing", 2, 16);
  const std::string bytes = sample(2'500'000);
  const auto file = memory_file(bytes);
  std::vector<FileRegion> regions = {{.file = file, .offset = 0, .length = 1'100'000},
                                     {.file = file, .offset = 1'100'000, .length = 0},
                                     {.file = file, .offset = 1'100'000, .length = 1'400'000}};
  std::vector<Payload> payloads;
  payloads.emplace_back(bytes);
  payloads.emplace_back(regions);
  payloads.emplace_back(source_of(regions));
  for (Payload& payload : payloads) {
    const auto measured = sync_wait(measure(std::move(payload), pool));
    REQUIRE(measured);
    CHECK(measured->size == bytes.size());
    CHECK(to_hex(as_bytes(measured->sha256)) == sha256_hex(bytes));
  }
}

TEST_CASE("a file that is shorter than its region is an error, not fewer bytes") {
  Pool pool("hashing", 1, 16);
  const FileRegion region{.file = memory_file("short"), .length = 10};
  CHECK_FALSE(sync_wait(measure(Payload(std::vector{region}), pool)));
  const auto source = pooled_source(region, pool);
  CHECK_FALSE(sync_wait(read_all(*source, 100)));
}

TEST_CASE("a pooled source gives a region's bytes and its length") {
  Pool pool("hashing", 1, 16);
  const std::string bytes = sample(2'500'000);
  const auto source = pooled_source({.file = memory_file(bytes), .offset = 1000, .length = 2'000'000}, pool);
  CHECK(source->length() == 2'000'000);
  const auto read = sync_wait(read_all(*source, 1 << 30));
  REQUIRE(read);
  CHECK(*read == bytes.substr(1000, 2'000'000));
}

}  // namespace lightwell::photos
