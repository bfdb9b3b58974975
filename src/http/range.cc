#include "http/range.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"

namespace lightwell::http {

std::optional<RangeSpec> parse_range(std::string_view header) {
  const size_t equals = header.find('=');
  if (equals == std::string_view::npos || !equals_ignore_case(trim(header.substr(0, equals)), "bytes")) return {};
  const std::string_view range = trim(header.substr(equals + 1));
  const size_t dash = range.find('-');
  if (dash == std::string_view::npos) return {};
  const std::string_view before = trim(range.substr(0, dash));
  const std::string_view after = trim(range.substr(dash + 1));
  const auto first = parse_unsigned(before);
  const auto last = parse_unsigned(after);
  if (before.empty()) return last ? std::optional(RangeSpec{.suffix = last}) : std::nullopt;
  if (!first || (!after.empty() && (!last || *last < *first))) return {};
  return RangeSpec{.first = first, .last = last};
}

std::optional<ByteRange> resolve(const RangeSpec& spec, uint64_t size) {
  if (spec.suffix) {
    const uint64_t length = std::min(*spec.suffix, size);
    if (length == 0) return {};
    return ByteRange{size - length, length};
  }
  const uint64_t first = spec.first.value_or(0);
  if (first >= size) return {};
  const uint64_t last = std::min(spec.last.value_or(size - 1), size - 1);
  return ByteRange{first, last - first + 1};
}

std::string content_range(const ByteRange& range, uint64_t size) {
  return fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size);
}

std::string unsatisfied_content_range(uint64_t size) { return fmt::format("bytes */{}", size); }

}  // namespace lightwell::http
