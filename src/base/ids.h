// Chance: random bytes and the identifiers made of them. All come from the operating system's generator.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace lightwell {

void random_bytes(std::span<std::byte> out);

// Where identifiers come from; tests put a counting source in its place.
class Ids {
 public:
  virtual ~Ids() = default;
  virtual void fill(std::span<std::byte> out) = 0;

  std::string hex(size_t bytes);        // lower-case, two characters a byte
  std::string base64url(size_t bytes);  // without padding
  std::string uuid();                   // version 4
  std::string request_id();             // 16 characters of A-Z and 0-9, as S3 writes them
};

class RandomIds final : public Ids {
 public:
  void fill(std::span<std::byte> out) override;
};

// Every id differs and a run repeats itself.
class CountingIds final : public Ids {
 public:
  void fill(std::span<std::byte> out) override;

 private:
  uint64_t next_ = 0;
};

}  // namespace lightwell
