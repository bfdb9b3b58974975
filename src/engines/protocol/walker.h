// Structs to bytes and back. One function, templated on WalkOut or WalkIn, walks the members for both directions, so
// the two cannot drift apart; what it says of a member's range is what the reader refuses.

#pragma once

#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "engines/protocol/frame.h"
#include "engines/protocol/packing.h"

namespace lightwell::engines::protocol {

// Several lines of words: UTF-8 without control characters but line ends and tabs.
inline bool is_text(std::string_view text) {
  return is_utf8(text) && std::ranges::none_of(text, [](char c) {
           return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
         });
}

class WalkOut {
 public:
  template <std::unsigned_integral T>
  void number(const T& value, T, T) {
    packer_.number(value);
  }
  template <std::signed_integral T>
  void number(const T& value, T, T) {
    packer_.number(std::make_unsigned_t<T>(value));
  }
  template <class T>
    requires std::is_enum_v<T>
  void choice(const T& value, T) {
    packer_.number(std::underlying_type_t<T>(value));
  }
  void real(const double& value, double, double) { packer_.real(value); }
  void real(const float& value, float, float) { packer_.small_real(value); }
  void flag(const bool& value) { packer_.number(uint8_t(value)); }
  void text(const std::string& value, size_t) { packer_.text(value); }
  void blob(const std::string& value, size_t, size_t) { packer_.text(value); }
  template <class T, class Each>
  void maybe(const std::optional<T>& value, Each each) {
    packer_.number(uint8_t(value.has_value()));
    if (value) each(*value);
  }
  template <class T, class Each>
  void list(const std::vector<T>& values, size_t, Each each) {
    packer_.number(uint32_t(values.size()));
    for (const T& value : values) each(value);
  }
  void texts(const std::vector<std::string>& values, size_t bytes_max, size_t count_max) {
    list(values, count_max, [&](const std::string& value) { text(value, bytes_max); });
  }
  void require(bool, std::string_view) {}
  std::string take() { return packer_.take(); }

 private:
  Packer packer_;
};

class WalkIn {
 public:
  explicit WalkIn(Bytes bytes) : unpacker_(bytes) {}
  template <std::unsigned_integral T>
  void number(T& value, T least, T most) {
    value = unpacker_.number<T>();
    require(value >= least && value <= most, "a number is out of its range");
  }
  template <std::signed_integral T>
  void number(T& value, T least, T most) {
    value = T(unpacker_.number<std::make_unsigned_t<T>>());
    require(value >= least && value <= most, "a number is out of its range");
  }
  template <class T>
    requires std::is_enum_v<T>
  void choice(T& value, T last) {
    const auto read = unpacker_.number<std::underlying_type_t<T>>();
    require(read <= std::underlying_type_t<T>(last), "a number is out of its range");
    value = T(read);
  }
  void real(double& value, double least, double most) {
    value = unpacker_.real();
    require(std::isfinite(value) && value >= least && value <= most, "a number is out of its range");
  }
  void real(float& value, float least, float most) {
    value = unpacker_.small_real();
    require(std::isfinite(value) && value >= least && value <= most, "a number is out of its range");
  }
  void flag(bool& value) {
    const uint8_t read = unpacker_.number<uint8_t>();
    require(read <= 1, "a flag is neither yes nor no");
    value = read == 1;
  }
  void text(std::string& value, size_t bytes_max) {
    value = unpacker_.bytes(bytes_max);
    require(is_text(value), "a text is no text");
  }
  void blob(std::string& value, size_t bytes_min, size_t bytes_max) {
    value = unpacker_.bytes(bytes_max);
    require(value.size() >= bytes_min, "a blob is too short");
  }
  template <class T, class Each>
  void maybe(std::optional<T>& value, Each each) {
    bool there = false;
    flag(there);
    if (!there || !unpacker_.why().empty()) return;
    each(value.emplace());
  }
  template <class T, class Each>
  void list(std::vector<T>& values, size_t count_max, Each each) {
    const uint32_t count = unpacker_.number<uint32_t>();
    require(count <= count_max, "a list is too long");
    for (uint32_t i = 0; i < count && unpacker_.why().empty(); ++i) each(values.emplace_back());
  }
  void texts(std::vector<std::string>& values, size_t bytes_max, size_t count_max) {
    list(values, count_max, [&](std::string& value) { text(value, bytes_max); });
  }
  void require(bool holds, std::string_view why) { unpacker_.require(holds, why); }
  const std::string& finish() {
    require(unpacker_.at_end(), "it goes on after its end");
    return unpacker_.why();
  }

 private:
  Unpacker unpacker_;
};

// A whole message, both ways. `walk` takes the walker and the message.
template <class T, class Walk>
std::string packed(const T& value, Walk walk) {
  WalkOut out;
  walk(out, value);
  return out.take();
}

template <class T, class Walk>
Decoded<T> unpacked(Bytes body, Walk walk) {
  WalkIn in(body);
  T value;
  walk(in, value);
  if (!in.finish().empty()) return std::unexpected(in.finish());
  return value;
}

}  // namespace lightwell::engines::protocol
