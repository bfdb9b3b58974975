#include "base/ids.h"

#include <sys/random.h>

#include <cstring>
#include <stdexcept>
#include <vector>

#include "base/text.h"

namespace lightwell {
namespace {

// getrandom costs a system call; small ids are cut from a buffer that a thread fills now and then.
class Pool {
 public:
  void take(std::span<std::byte> out) {
    if (out.size() > sizeof(buffer_)) return draw(out);
    if (left_ < out.size()) {
      draw(buffer_);
      left_ = sizeof(buffer_);
    }
    left_ -= out.size();
    std::memcpy(out.data(), buffer_ + left_, out.size());
    std::memset(buffer_ + left_, 0, out.size());  // a byte handed out is not kept
  }

 private:
  static void draw(std::span<std::byte> out) {
    while (!out.empty()) {
      const ssize_t got = getrandom(out.data(), out.size(), 0);
      if (got < 0) throw std::runtime_error("getrandom failed");
      out = out.subspan(size_t(got));
    }
  }
  std::byte buffer_[512];
  size_t left_ = 0;
};

}  // namespace

void random_bytes(std::span<std::byte> out) {
  thread_local Pool pool;
  pool.take(out);
}

std::string Ids::hex(size_t bytes) {
  std::vector<std::byte> raw(bytes);
  fill(raw);
  return to_hex(raw);
}

std::string Ids::base64url(size_t bytes) {
  std::vector<std::byte> raw(bytes);
  fill(raw);
  return to_base64url(raw);
}

std::string Ids::uuid() {
  std::byte raw[16];
  fill(raw);
  raw[6] = (raw[6] & std::byte{0x0f}) | std::byte{0x40};
  raw[8] = (raw[8] & std::byte{0x3f}) | std::byte{0x80};
  std::string text = to_hex(raw);
  for (const size_t at : {8, 13, 18, 23}) text.insert(at, 1, '-');
  return text;
}

std::string Ids::request_id() {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::byte raw[16];
  fill(raw);
  std::string id;
  for (const std::byte b : raw) id += alphabet[size_t(b) % alphabet.size()];
  return id;
}

void RandomIds::fill(std::span<std::byte> out) { random_bytes(out); }

void CountingIds::fill(std::span<std::byte> out) {
  const uint64_t value = ++next_;
  std::memset(out.data(), 0, out.size());
  for (size_t i = 0; i < out.size() && i < 8; ++i) out[out.size() - 1 - i] = std::byte(value >> (8 * i));
}

}  // namespace lightwell
