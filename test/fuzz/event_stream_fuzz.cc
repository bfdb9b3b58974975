// Messages of application/vnd.amazon.eventstream. What is read can be written, and is the same bytes again; a mended
// checksum lets the fuzzer past the first two checks.

#include <cstdint>
#include <cstdlib>

#include "base/digest.h"
#include "run/spawn.h"
#include "wire/eventstream/events.h"
#include "wire/eventstream/signed_events.h"

namespace {

using namespace lightwell;

void put(std::string& bytes, size_t at, uint32_t number) {
  for (int shift = 24, i = 0; shift >= 0; shift -= 8, ++i) bytes[at + size_t(i)] = char(number >> shift & 255);
}

// As if the lengths were right: the first byte tells how many of the rest are headers.
std::string mended(std::string_view text) {
  if (text.empty()) return {};
  const size_t headers = std::min<size_t>(uint8_t(text[0]), text.size() - 1);
  std::string out(12, '\0');
  put(out, 0, uint32_t(text.size() - 1 + 16));
  put(out, 4, uint32_t(headers));
  put(out, 8, crc32(0, as_bytes(std::string_view(out).substr(0, 8))));
  out += text.substr(1);
  const uint32_t whole = crc32(0, as_bytes(out));
  out.resize(out.size() + 4);
  put(out, out.size() - 4, whole);
  return out;
}

void read(std::string_view bytes) {
  wire::EventFrame frame;
  const auto found = wire::read_frame(bytes, frame);
  if (found.state != wire::FrameState::whole) return;
  std::string again;
  wire::append_frame(again, frame);
  wire::EventFrame same;
  if (wire::read_frame(again, same).state != wire::FrameState::whole || !(same == frame)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read(text);
  const std::string whole = mended(text);
  read(whole);
  wire::FrameSource frames(source_of(whole + std::string(text)));
  for (int i = 0; i < 100; ++i) {
    const auto next = sync_wait(frames.next());
    if (!next || !*next) break;
  }
  const auto mismatch = [](std::string_view, std::string_view) { return error(errors::invalid_argument); };
  const auto events = wire::verified_events(
      source_of(whole), {.key_for = [](const wire::sigv4::Scope&) { return wire::sigv4::SigningKey{}; }}, mismatch);
  while (true) {
    const auto next = sync_wait(events->read());
    if (!next || next->empty()) break;
  }
  return 0;
}
