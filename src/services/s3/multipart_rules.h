// How parts become one object: which list of parts is accepted, and what ETag and checksum the whole gets.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "services/s3/checksum_rules.h"
#include "services/s3/object.h"

namespace lightwell::s3 {

inline constexpr int kPartNumberMax = 10'000;
inline constexpr uint64_t kPartBytesMin = 5ull << 20;  // of every part but the last

// Errors: InvalidArgument.
Result<void> check_part_number(int32_t number);

// A part as the completing request lists it.
struct ListedPart {
  int number = 0;
  std::string etag;  // quoted or not
  StatedChecksums checksums;
};

// What the completing request says of the whole.
struct Completion {
  std::vector<ListedPart> parts;
  std::optional<Checksum> checksum;
  std::optional<std::string> checksum_type;
  std::optional<int64_t> size;
};

struct Assembled {
  uint64_t size = 0;
  std::string etag;  // md5 of the parts' md5s, "-", their number
  Checksum checksum;
};

// Holds the list against the parts that were received (`stored`, by rising number). Errors: InvalidRequest,
// InvalidPartOrder, InvalidPart, EntityTooSmall, BadDigest, each naming the part.
Result<Assembled> assemble(const Upload& upload, const Completion& completion, const std::vector<Part>& stored);

}  // namespace lightwell::s3
