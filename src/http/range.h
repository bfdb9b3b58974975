// The Range header for bytes, one range at a time. Several ranges in one header are ignored, as RFC 9110 14.2 allows:
// the answer is then the whole.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lightwell::http {

// What was asked for: a-b, a- or -n.
struct RangeSpec {
  std::optional<uint64_t> first;
  std::optional<uint64_t> last;    // inclusive
  std::optional<uint64_t> suffix;  // the last so many bytes; then neither of the others
};

struct ByteRange {
  uint64_t first = 0;
  uint64_t length = 0;
};

// Nothing for a header that is to be ignored: another unit, several ranges, malformed.
std::optional<RangeSpec> parse_range(std::string_view header);

// The bytes meant in something of `size` bytes; nothing when there are none of them: 416.
std::optional<ByteRange> resolve(const RangeSpec&, uint64_t size);

std::string content_range(const ByteRange&, uint64_t size);  // bytes 0-99/1234
std::string unsatisfied_content_range(uint64_t size);        // bytes */1234

}  // namespace lightwell::http
