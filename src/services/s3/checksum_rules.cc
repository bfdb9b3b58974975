#include "services/s3/checksum_rules.h"

#include <cassert>

namespace lightwell::s3 {
namespace {

constexpr std::string_view kHeaderPrefix = "x-amz-checksum-";

uint64_t from_big_endian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | uint8_t(byte);
  return value;
}

std::string to_big_endian(uint64_t value, size_t bytes) {
  std::string out;
  for (size_t i = bytes; i-- > 0;) out += char(value >> (i * 8) & 255);
  return out;
}

bool is_well_formed(Algorithm algorithm, std::string_view base64) {
  const auto raw = from_base64(base64);
  return raw && raw->size() == checksum_bytes(algorithm);
}

// "value-3" is the checksum of three checksums.
std::optional<std::string_view> without_count(std::string_view composite) {
  const size_t dash = composite.find('-');
  if (dash == std::string_view::npos || !parse_unsigned(composite.substr(dash + 1))) return std::nullopt;
  return composite.substr(0, dash);
}

}  // namespace

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::crc32: return "CRC32";
    case Algorithm::crc32c: return "CRC32C";
    case Algorithm::crc64nvme: return "CRC64NVME";
    case Algorithm::sha1: return "SHA1";
    case Algorithm::sha256: return "SHA256";
    case Algorithm::sha512: return "SHA512";
    case Algorithm::md5: break;
  }
  return "MD5";
}

std::string_view name_of(ChecksumType type) { return type == ChecksumType::composite ? "COMPOSITE" : "FULL_OBJECT"; }

std::optional<Algorithm> algorithm_named(std::string_view name) {
  for (const Algorithm algorithm : kAlgorithms) {
    if (equals_ignore_case(name, name_of(algorithm))) return algorithm;
  }
  return std::nullopt;
}

std::optional<ChecksumType> checksum_type_named(std::string_view name) {
  for (const ChecksumType type : {ChecksumType::full_object, ChecksumType::composite}) {
    if (equals_ignore_case(name, name_of(type))) return type;
  }
  return std::nullopt;
}

std::string checksum_header(Algorithm algorithm) { return std::string(kHeaderPrefix) + to_lower(name_of(algorithm)); }

size_t checksum_bytes(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::crc32:
    case Algorithm::crc32c: return 4;
    case Algorithm::crc64nvme: return 8;
    case Algorithm::sha1: return 20;
    case Algorithm::sha256: return 32;
    case Algorithm::sha512: return 64;
    case Algorithm::md5: break;
  }
  return 16;
}

Result<Algorithm> chosen_algorithm(const std::string& name) {
  if (const auto algorithm = algorithm_named(name)) return *algorithm;
  if (to_lower(name).starts_with("xxhash")) {
    return fail(error(errors::not_implemented).with("Header", "x-amz-checksum-algorithm"));
  }
  return fail(errors::invalid_request,
              "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
              "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
}

Result<std::optional<Checksum>> stated_checksum(const StatedChecksums& stated, bool may_be_composite) {
  std::optional<Checksum> found;
  for (size_t i = 0; i < kAlgorithms.size(); ++i) {
    if (!stated[i]) continue;
    const Algorithm algorithm = kAlgorithms[i];
    if (found) {
      return fail(errors::invalid_request,
                  "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    const auto composite = may_be_composite ? without_count(*stated[i]) : std::nullopt;
    if (!is_well_formed(algorithm, composite.value_or(*stated[i]))) {
      return fail(errors::invalid_request, "Value for " + checksum_header(algorithm) + " header is invalid.");
    }
    found = Checksum{algorithm, composite ? ChecksumType::composite : ChecksumType::full_object, *stated[i]};
  }
  return found;
}

Result<std::optional<Claim>> claim_of(const StatedChecksums& stated, const std::optional<std::string>& sdk_algorithm,
                                      const ByteSource& body) {
  TRY(const auto in_header, stated_checksum(stated));
  std::optional<Claim> claim;
  if (in_header) claim = Claim{in_header->algorithm, in_header->value};
  for (const std::string& name : body.trailer_names()) {
    if (!name.starts_with(kHeaderPrefix)) continue;
    const auto algorithm = algorithm_named(std::string_view(name).substr(kHeaderPrefix.size()));
    if (!algorithm) {
      return fail(errors::invalid_request, "The value specified in the x-amz-trailer header is not supported");
    }
    if (claim) {
      return fail(errors::invalid_request,
                  "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    claim = Claim{*algorithm, std::nullopt};
  }
  if (!claim && sdk_algorithm) {
    REQUIRE_OK(chosen_algorithm(*sdk_algorithm));
    return fail(errors::invalid_request,
                "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer "
                "headers were found.");
  }
  return claim;
}

Result<ChecksumType> multipart_checksum_type(const std::optional<std::string>& algorithm_name,
                                             const std::optional<std::string>& type_name) {
  if (!algorithm_name) {
    if (type_name) {
      return fail(errors::invalid_request,
                  "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    }
    return ChecksumType::full_object;
  }
  TRY(const Algorithm algorithm, chosen_algorithm(*algorithm_name));
  const bool is_crc = algorithm == Algorithm::crc32 || algorithm == Algorithm::crc32c;
  const bool is_crc64 = algorithm == Algorithm::crc64nvme;
  if (!type_name) return is_crc64 ? ChecksumType::full_object : ChecksumType::composite;
  const auto type = checksum_type_named(*type_name);
  if (!type) return fail(errors::invalid_request, "Value for x-amz-checksum-type header is invalid.");
  const bool fits = is_crc || (is_crc64 == (*type == ChecksumType::full_object));
  if (!fits) {
    return fail(errors::invalid_request, "The " + std::string(name_of(*type)) +
                                             " checksum type cannot be used with the " + to_lower(*algorithm_name) +
                                             " checksum algorithm.");
  }
  return *type;
}

std::string combine_checksums(Algorithm algorithm, std::string_view a, std::string_view b, uint64_t length_b) {
  const uint64_t first = from_big_endian(a);
  const uint64_t second = from_big_endian(b);
  switch (algorithm) {
    case Algorithm::crc32: return to_big_endian(crc32_combine(uint32_t(first), uint32_t(second), length_b), 4);
    case Algorithm::crc32c: return to_big_endian(crc32c_combine(uint32_t(first), uint32_t(second), length_b), 4);
    default: break;
  }
  assert(algorithm == Algorithm::crc64nvme);
  return to_big_endian(crc64nvme_combine(first, second, length_b), 8);
}

Result<std::string> parse_content_md5(const std::string& header) {
  auto raw = from_base64(header);
  if (!raw || raw->size() != 16) return fail(error(errors::invalid_digest).with("Content-MD5", header));
  return std::move(*raw);
}

}  // namespace lightwell::s3
