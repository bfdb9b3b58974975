// Digests and checksums: MD5, SHA-1, SHA-2, HMAC-SHA256, and the three CRCs that S3 knows.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/text.h"

namespace lightwell {

enum class Algorithm { md5, sha1, sha256, sha512, crc32, crc32c, crc64nvme };

// A digest that grows with its input. finish() answers the raw bytes, CRCs big-endian, and ends it.
class Digest {
 public:
  virtual ~Digest() = default;
  virtual void update(Bytes) = 0;
  virtual std::string finish() = 0;
};
std::unique_ptr<Digest> make_digest(Algorithm);
std::string digest(Algorithm, Bytes);  // raw bytes

using Sha256 = std::array<std::byte, 32>;
Sha256 sha256(Bytes);
Sha256 hmac_sha256(Bytes key, Bytes message);
std::string sha256_hex(std::string_view);
std::string md5_hex(std::string_view);

// `seed` is the value over all bytes before these; start with 0.
uint32_t crc32(uint32_t seed, Bytes);
uint32_t crc32c(uint32_t seed, Bytes);
uint64_t crc64nvme(uint64_t seed, Bytes);

// The CRC of A followed by B, from the CRC of each and B's length in bytes: the whole object's from its parts'.
uint32_t crc32_combine(uint32_t a, uint32_t b, uint64_t length_b);
uint32_t crc32c_combine(uint32_t a, uint32_t b, uint64_t length_b);
uint64_t crc64nvme_combine(uint64_t a, uint64_t b, uint64_t length_b);

}  // namespace lightwell
