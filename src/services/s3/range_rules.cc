#include "services/s3/range_rules.h"

#include <algorithm>

#include "base/text.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

constexpr std::string_view kCopyRangeForm =
    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based "
    "offsets of the first and last bytes to copy";

Error out_of_range(const std::string& header, uint64_t size) {
  return error(errors::invalid_range).with("RangeRequested", header).with("ActualObjectSize", std::to_string(size));
}

Error bad_copy_range(std::string message, const std::string& header) {
  return error(errors::invalid_argument, std::move(message))
      .with("ArgumentName", "x-amz-copy-source-range")
      .with("ArgumentValue", header);
}

}  // namespace

Result<std::optional<ByteRange>> parse_range(const std::string& header, uint64_t size) {
  const size_t equals = header.find('=');
  if (equals == std::string::npos || !equals_ignore_case(trim(std::string_view(header).substr(0, equals)), "bytes")) {
    return std::nullopt;
  }
  const std::string_view spec = trim(std::string_view(header).substr(equals + 1));
  const size_t dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return std::nullopt;
  const std::string_view first_text = trim(spec.substr(0, dash));
  const std::string_view last_text = trim(spec.substr(dash + 1));
  const auto first = parse_unsigned(first_text);
  const auto last = parse_unsigned(last_text);

  if (first_text.empty()) {
    if (!last) return std::nullopt;
    if (*last == 0 || size == 0) return fail(out_of_range(header, size));
    const uint64_t length = std::min(*last, size);
    return ByteRange{size - length, length};
  }
  if (!first || (!last && !last_text.empty())) return std::nullopt;
  if (last && *last < *first) return std::nullopt;
  if (*first >= size) return fail(out_of_range(header, size));
  const uint64_t end = last ? std::min(*last, size - 1) : size - 1;
  return ByteRange{*first, end - *first + 1};
}

Result<ByteRange> parse_copy_range(const std::string& header, uint64_t size) {
  const std::string_view text = header;
  const size_t dash = text.find('-');
  if (!text.starts_with("bytes=") || dash == std::string_view::npos) {
    return fail(bad_copy_range(std::string(kCopyRangeForm), header));
  }
  const auto first = parse_unsigned(text.substr(6, dash - 6));
  const auto last = parse_unsigned(text.substr(dash + 1));
  if (!first || !last || *first > *last) return fail(bad_copy_range(std::string(kCopyRangeForm), header));
  if (*first >= size) {
    return fail(errors::invalid_request, "The specified copy range is invalid for the source object size");
  }
  if (*last >= size) {
    return fail(
        bad_copy_range("Range specified is not valid for source object of size: " + std::to_string(size), header));
  }
  return ByteRange{*first, *last - *first + 1};
}

std::string content_range(const ByteRange& range, uint64_t size) {
  return "bytes " + std::to_string(range.first) + '-' + std::to_string(range.first + range.length - 1) + '/' +
         std::to_string(size);
}

std::vector<Segment> slice(const std::vector<Segment>& segments, const ByteRange& range) {
  std::vector<Segment> out;
  uint64_t skip = range.first;
  uint64_t left = range.length;
  for (const Segment& segment : segments) {
    if (left == 0) break;
    if (skip >= segment.length) {
      skip -= segment.length;
      continue;
    }
    const uint64_t taken = std::min(segment.length - skip, left);
    out.push_back({segment.blob, segment.start + skip, taken});
    skip = 0;
    left -= taken;
  }
  return out;
}

uint64_t total_length(const std::vector<Segment>& segments) {
  uint64_t total = 0;
  for (const Segment& segment : segments) total += segment.length;
  return total;
}

}  // namespace lightwell::s3
