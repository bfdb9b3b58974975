// Which checksums S3 knows, what they are called, and what a client may claim.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html

#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"
#include "run/bytes.h"
#include "services/s3/errors.h"
#include "services/s3/object.h"

namespace lightwell::s3 {

inline constexpr std::array kAlgorithms = {Algorithm::crc32,  Algorithm::crc32c, Algorithm::crc64nvme, Algorithm::sha1,
                                           Algorithm::sha256, Algorithm::sha512, Algorithm::md5};
// What S3 computes by itself when a client states none.
inline constexpr Algorithm kDefaultAlgorithm = Algorithm::crc64nvme;

std::string_view name_of(Algorithm algorithm);  // CRC32C
std::string_view name_of(ChecksumType type);    // FULL_OBJECT
std::optional<Algorithm> algorithm_named(std::string_view name);
std::optional<ChecksumType> checksum_type_named(std::string_view name);
std::string checksum_header(Algorithm algorithm);  // x-amz-checksum-crc32c
size_t checksum_bytes(Algorithm algorithm);        // 4
// The algorithm of an x-amz-checksum-algorithm header. Errors: InvalidRequest.
Result<Algorithm> chosen_algorithm(const std::string& name);

// A checksum that came with a body, before the body is digested.
struct Claim {
  Algorithm algorithm = Algorithm::crc32;
  std::optional<std::string> value;  // base64; none: it follows the body as a trailer
};

// The member of a generated struct that carries this algorithm's checksum.
template <class Shape>
auto& checksum_member(Shape& shape, Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::crc32: return shape.checksum_crc32;
    case Algorithm::crc32c: return shape.checksum_crc32_c;
    case Algorithm::crc64nvme: return shape.checksum_crc64_nvme;
    case Algorithm::sha1: return shape.checksum_sha1;
    case Algorithm::sha256: return shape.checksum_sha256;
    case Algorithm::sha512: return shape.checksum_sha512;
    case Algorithm::md5: break;
  }
  return shape.checksum_md5;
}

// The checksums of a generated struct, by kAlgorithms' order.
using StatedChecksums = std::array<std::optional<std::string>, kAlgorithms.size()>;
template <class Shape>
StatedChecksums stated_checksums(const Shape& shape) {
  StatedChecksums stated;
  for (size_t i = 0; i < kAlgorithms.size(); ++i) stated[i] = checksum_member(shape, kAlgorithms[i]);
  return stated;
}

// The one checksum that headers state, well-formed. Errors: InvalidRequest for two, or for one that cannot be.
// `composite` allows the "-N" of a multipart object.
Result<std::optional<Checksum>> stated_checksum(const StatedChecksums& stated, bool may_be_composite = false);

// What comes with a streamed body, by header or by announced trailer. `sdk_algorithm` is x-amz-sdk-checksum-algorithm,
// which promises one of the two.
Result<std::optional<Claim>> claim_of(const StatedChecksums& stated, const std::optional<std::string>& sdk_algorithm,
                                      const ByteSource& body);

// XXHash checksums are in the model and not built: NotImplemented, by name.
template <class Shape>
Result<void> refuse_unbuilt_checksums(const Shape& shape) {
  const auto refuse = [](const auto& member, const char* header) -> Result<void> {
    if (member) return fail(error(errors::not_implemented).with("Header", header));
    return {};
  };
  REQUIRE_OK(refuse(shape.checksum_xxhash64, "x-amz-checksum-xxhash64"));
  REQUIRE_OK(refuse(shape.checksum_xxhash3, "x-amz-checksum-xxhash3"));
  return refuse(shape.checksum_xxhash128, "x-amz-checksum-xxhash128");
}

// The checksum type of a multipart upload, checked against what the algorithm allows. Errors: InvalidRequest.
Result<ChecksumType> multipart_checksum_type(const std::optional<std::string>& algorithm,
                                             const std::optional<std::string>& type);

// The CRC of the bytes behind `a` followed by those behind `b` (raw bytes, big-endian). Only CRCs can be combined.
std::string combine_checksums(Algorithm algorithm, std::string_view a, std::string_view b, uint64_t length_b);

// The raw 16 bytes of a Content-MD5 header. Errors: InvalidDigest.
Result<std::string> parse_content_md5(const std::string& header);

}  // namespace lightwell::s3
