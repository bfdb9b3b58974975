// Ranges of an object: what a Range header or a copy range means, and which segments it touches.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "services/s3/object.h"

namespace lightwell::s3 {

struct ByteRange {
  uint64_t first = 0;
  uint64_t length = 0;

  bool operator==(const ByteRange&) const = default;
};

// A Range header. Nothing when S3 would ignore it: another unit, several ranges, not a range at all. Errors:
// InvalidRange (416) for one that lies outside.
Result<std::optional<ByteRange>> parse_range(const std::string& header, uint64_t size);

// x-amz-copy-source-range, which must be "bytes=first-last" and lie inside. Errors: InvalidArgument, InvalidRequest.
Result<ByteRange> parse_copy_range(const std::string& header, uint64_t size);

// "bytes 0-9/100"
std::string content_range(const ByteRange& range, uint64_t size);

std::vector<Segment> slice(const std::vector<Segment>& segments, const ByteRange& range);
uint64_t total_length(const std::vector<Segment>& segments);

}  // namespace lightwell::s3
