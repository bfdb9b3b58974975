// Requests as the server's connection reads them: the head found in a buffer that grows, its framing, its chunked
// body. However the bytes are cut on their way, the outcome must be the same, and whatever is accepted must keep the
// rules that the rest relies on.

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/chunked.h"
#include "http/head.h"

namespace {

using namespace lightwell::http;

constexpr size_t kHeadMax = 1024;

// Where the head ends when the bytes come `step` at a time; nothing when it is refused.
std::optional<size_t> scan_in_steps(std::string_view bytes, size_t step) {
  HeadScanner scanner;
  for (size_t have = step;; have += step) {
    const std::string_view buffer = bytes.substr(0, have);
    const auto size = scanner.scan(buffer, kHeadMax);
    if (!size) return std::nullopt;
    if (*size > 0 || buffer.size() == bytes.size()) return *size;
  }
}

struct Decoded {
  std::string content;
  bool is_done = false;
  bool is_refused = false;
  bool operator==(const Decoded&) const = default;
};

Decoded decode_in_steps(std::string_view bytes, size_t step) {
  ChunkDecoder decoder;
  Decoded decoded;
  std::string buffer;
  while (true) {
    const auto next = decoder.step(buffer);
    if (!next) {
      decoded.is_refused = true;
      return decoded;
    }
    assert(next->skip + next->data <= buffer.size());
    decoded.content += buffer.substr(next->skip, next->data);
    buffer.erase(0, next->skip + next->data);
    decoded.is_done = next->done;
    if (next->done) return decoded;
    if (next->data > 0) continue;
    if (bytes.empty()) return decoded;
    buffer += bytes.substr(0, step);
    bytes.remove_prefix(std::min(step, bytes.size()));
  }
}

void check_fields(const Headers& headers) {
  for (const Headers::Field& field : headers) assert(is_token(field.name) && is_field_value(field.value));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = scan_in_steps(bytes, std::max<size_t>(size, 1));
  for (const size_t step : {1, 7}) {
    const auto cut = scan_in_steps(bytes, step);
    // Past the limit a head may be refused before a later fault in it is seen; both are refusals.
    assert(cut == whole);
  }
  if (!whole || *whole == 0) return 0;

  const std::string_view text = bytes.substr(0, *whole);
  if (const auto head = parse_request_head(text, 50)) {
    assert(is_token(head->method) && is_target(head->target));
    check_fields(head->headers);
    const auto framing = request_framing(*head);
    if (framing && framing->kind == BodyFraming::Kind::length) assert(!head->headers.find("Transfer-Encoding"));
  }
  if (const auto head = parse_response_head(text, 50)) {
    check_fields(head->headers);
    (void)response_framing(*head, "GET");
  }
  const std::string_view body = bytes.substr(*whole);
  const Decoded at_once = decode_in_steps(body, std::max<size_t>(body.size(), 1));
  for (const size_t step : {1, 5}) {
    const Decoded cut = decode_in_steps(body, step);
    assert(cut.is_refused == at_once.is_refused && cut.is_done == at_once.is_done);
    assert(cut.is_refused || cut == at_once);
  }
  return 0;
}
