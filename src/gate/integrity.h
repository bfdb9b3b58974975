// Whether a body that was read whole is the one its sender digested.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"
#include "run/bytes.h"
#include "wire/codec.h"

namespace lightwell::gate {

struct ChecksumName {
  std::string_view header;  // x-amz-checksum-crc32
  std::string_view label;   // CRC32
  Algorithm algorithm;
};
std::span<const ChecksumName> checksum_names();

// Compares `body` with Content-MD5 and with the x-amz-checksum field, which `source` may carry as a trailer. With
// `required`, one of them must be there. Errors: InvalidDigest, BadDigest, InvalidRequest.
Result<void> check_integrity(std::span<const wire::FieldView> headers, const ByteSource& source, std::string_view body,
                             bool required);

}  // namespace lightwell::gate
