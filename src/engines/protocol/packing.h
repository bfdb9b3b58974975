// Values to bytes and back, for what the server and its engines say to each other. The reader never reads past its
// bytes; once something is wrong it stays wrong, so a row of reads needs one question at its end.

#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/text.h"

namespace lightwell::engines::protocol {

class Packer {
 public:
  template <std::unsigned_integral T>
  void number(T value) {
    for (size_t i = 0; i < sizeof(T); ++i) bytes_.push_back(static_cast<char>(uint64_t(value) >> (8 * i)));
  }
  void real(double value) { number(std::bit_cast<uint64_t>(value)); }
  void small_real(float value) { number(std::bit_cast<uint32_t>(value)); }
  void text(std::string_view value) {
    number(uint32_t(value.size()));
    bytes_ += value;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Messages of fixed size.
template <size_t N>
std::array<std::byte, N> exactly(const std::string& packed) {
  std::array<std::byte, N> bytes = {};
  std::memcpy(bytes.data(), packed.data(), std::min(N, packed.size()));
  return bytes;
}

class Unpacker {
 public:
  explicit Unpacker(Bytes bytes) : rest_(bytes) {}

  template <std::unsigned_integral T>
  T number() {
    if (rest_.size() < sizeof(T)) return wrong("it ends early"), T{};
    uint64_t value = 0;
    for (size_t i = 0; i < sizeof(T); ++i) value |= uint64_t(rest_[i]) << (8 * i);
    rest_ = rest_.subspan(sizeof(T));
    return static_cast<T>(value);
  }
  double real() { return std::bit_cast<double>(number<uint64_t>()); }
  float small_real() { return std::bit_cast<float>(number<uint32_t>()); }
  std::string_view bytes(size_t size_max) {
    const uint32_t size = number<uint32_t>();
    if (size > size_max) return wrong("a text is too long"), std::string_view{};
    if (size > rest_.size()) return wrong("it ends early"), std::string_view{};
    const std::string_view value = as_text(rest_.first(size));
    rest_ = rest_.subspan(size);
    return value;
  }

  void wrong(std::string_view why) {
    if (why_.empty()) why_ = why;
    rest_ = {};
  }
  void require(bool holds, std::string_view why) {
    if (!holds) wrong(why);
  }
  // Empty when everything was right.
  const std::string& why() const { return why_; }
  bool at_end() const { return rest_.empty(); }

 private:
  Bytes rest_;
  std::string why_;
};

}  // namespace lightwell::engines::protocol
