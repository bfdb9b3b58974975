#include "http/chunked.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace lightwell::http {
namespace {

constexpr size_t kLineBytesMax = 4096;
constexpr size_t kTrailerBytesMax = 16 * 1024;
constexpr size_t kSizeDigitsMax = 15;  // below 2^60: sums of sizes cannot overflow

std::unexpected<Refusal> refuse(std::string_view why) { return std::unexpected(Refusal{400, why}); }

// A whole line without its CR LF; nothing while it is incomplete.
Parsed<std::optional<std::string_view>> whole_line(std::string_view buffer) {
  const size_t end = buffer.substr(0, kLineBytesMax).find('\n');
  if (end == std::string_view::npos) {
    if (buffer.size() >= kLineBytesMax) return refuse("A line of the chunked coding is too long.");
    return std::nullopt;
  }
  if (end == 0 || buffer[end - 1] != '\r')
    return refuse("A line of the chunked coding ends without a carriage return.");
  return buffer.substr(0, end - 1);
}

std::optional<uint64_t> parse_size(std::string_view digits) {
  if (digits.empty() || digits.size() > kSizeDigitsMax) return std::nullopt;
  uint64_t size = 0;
  for (const char c : digits) {
    const char lower = char(c | 0x20);
    if (c >= '0' && c <= '9') {
      size = size << 4 | uint64_t(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      size = size << 4 | uint64_t(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return size;
}

}  // namespace

Parsed<size_t> ChunkDecoder::take_size_line(std::string_view buffer) {
  const auto line = whole_line(buffer);
  if (!line) return std::unexpected(line.error());
  if (!*line) return 0;
  const std::string_view text = **line;
  const auto size = parse_size(text.substr(0, text.find_first_of(";")));
  if (!size || !is_field_value(text)) return refuse("A chunk's size is malformed.");
  left_ = *size;
  state_ = left_ == 0 ? State::trailer : State::data;
  return text.size() + 2;
}

Parsed<size_t> ChunkDecoder::take_data_end(std::string_view buffer) {
  const std::string_view end = std::string_view("\r\n").substr(0, buffer.size());
  if (!buffer.starts_with(end)) return refuse("A chunk is longer than its size.");
  if (buffer.size() < 2) return 0;
  state_ = State::size_line;
  return 2;
}

Parsed<size_t> ChunkDecoder::take_trailer_line(std::string_view buffer, bool& last) {
  const auto line = whole_line(buffer);
  if (!line) return std::unexpected(line.error());
  if (!*line) return 0;
  const std::string_view text = **line;
  last = text.empty();
  const bool well_formed = is_token(text.substr(0, text.find(':'))) && text.contains(':') && is_field_value(text);
  if (!last && !well_formed) return refuse("A trailer field is malformed.");
  trailer_bytes_ += text.size();
  if (trailer_bytes_ > kTrailerBytesMax) return refuse("The trailer is too large.");
  return text.size() + 2;
}

Parsed<ChunkDecoder::Step> ChunkDecoder::step(std::string_view buffer) {
  Step step;
  while (true) {
    const std::string_view rest = buffer.substr(step.skip);
    if (state_ == State::data) {
      step.data = size_t(std::min<uint64_t>(left_, rest.size()));
      left_ -= step.data;
      if (left_ == 0) state_ = State::data_end;
      return step;
    }
    bool last = false;
    const auto taken = state_ == State::size_line  ? take_size_line(rest)
                       : state_ == State::data_end ? take_data_end(rest)
                                                   : take_trailer_line(rest, last);
    if (!taken) return std::unexpected(taken.error());
    step.skip += *taken;
    if (last) {
      step.done = true;
      return step;
    }
    if (*taken == 0) return step;
  }
}

}  // namespace lightwell::http
