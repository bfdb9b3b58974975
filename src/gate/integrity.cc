#include "gate/integrity.h"

#include <fmt/format.h>

#include "base/text.h"
#include "gate/errors.h"

namespace lightwell::gate {
namespace {

constexpr ChecksumName kNames[] = {
    {"x-amz-checksum-crc32", "CRC32", Algorithm::crc32},
    {"x-amz-checksum-crc32c", "CRC32C", Algorithm::crc32c},
    {"x-amz-checksum-crc64nvme", "CRC64NVME", Algorithm::crc64nvme},
    {"x-amz-checksum-sha1", "SHA1", Algorithm::sha1},
    {"x-amz-checksum-sha256", "SHA256", Algorithm::sha256},
};

size_t digest_bytes(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::md5: return 16;
    case Algorithm::sha1: return 20;
    case Algorithm::sha256: return 32;
    case Algorithm::crc64nvme: return 8;
    default: return 4;
  }
}

std::optional<std::string_view> find(std::span<const wire::FieldView> headers, std::string_view name) {
  for (const wire::FieldView& field : headers) {
    if (equals_ignore_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

Result<void> check_md5(std::string_view stated, std::string_view body) {
  const auto raw = from_base64(stated);
  if (!raw || raw->size() != 16) return fail(error(errors::invalid_digest).with("Content-MD5", std::string(stated)));
  const std::string computed = digest(Algorithm::md5, as_bytes(body));
  if (computed == *raw) return {};
  return fail(error(errors::bad_digest)
                  .with("ExpectedDigest", std::string(stated))
                  .with("CalculatedDigest", to_base64(as_bytes(computed))));
}

Result<void> check_checksum(const ChecksumName& name, std::string_view stated, std::string_view body) {
  const auto raw = from_base64(stated);
  if (!raw || raw->size() != digest_bytes(name.algorithm)) {
    return fail(errors::invalid_request, fmt::format("Value for {} header is invalid.", name.header));
  }
  if (digest(name.algorithm, as_bytes(body)) == *raw) return {};
  return fail(errors::bad_digest,
              fmt::format("The {} you specified did not match the calculated checksum.", name.label));
}

}  // namespace

std::span<const ChecksumName> checksum_names() { return kNames; }

Result<void> check_integrity(std::span<const wire::FieldView> headers, const ByteSource& source, std::string_view body,
                             bool required) {
  const auto md5 = find(headers, "content-md5");
  if (md5) REQUIRE_OK(check_md5(*md5, body));
  const ChecksumName* found = nullptr;
  std::string value;
  for (const ChecksumName& name : kNames) {
    const auto header = find(headers, name.header);
    const auto trailer = source.trailer(name.header);
    if (!header && !trailer) continue;
    if (found != nullptr || (header && trailer)) {
      return fail(errors::invalid_request,
                  "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    found = &name;
    value = header ? std::string(*header) : *trailer;
  }
  if (found != nullptr) return check_checksum(*found, value, body);
  if (required && !md5) {
    return fail(errors::invalid_request, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
  return {};
}

}  // namespace lightwell::gate
