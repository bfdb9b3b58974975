#include "base/access_key_id.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "base/text.h"

namespace lightwell {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr size_t kPrefix = 4;
constexpr size_t kCharacters = 16;  // of 5 bits

}  // namespace

std::string make_access_key_id(std::string_view prefix, std::string_view account, Ids& ids) {
  std::array<std::byte, 10> raw;
  ids.fill(raw);
  // The first 48 bits: 1, the account, and 7 bits that stay chance.
  const uint64_t head = 1ull << 47 | parse_unsigned(account).value_or(0) << 7 | (uint64_t(raw[5]) & 0x7f);
  for (size_t i = 0; i < 6; ++i) raw[i] = std::byte(head >> (40 - 8 * i));

  std::string id(prefix);
  for (size_t bit = 0; bit < 5 * kCharacters; bit += 5) {
    const unsigned pair = unsigned(raw[bit / 8]) << 8 | (bit / 8 + 1 < raw.size() ? unsigned(raw[bit / 8 + 1]) : 0);
    id += kAlphabet[pair >> (11 - bit % 8) & 31];
  }
  return id;
}

std::optional<std::string> account_of_access_key(std::string_view id) {
  if (id.size() != kPrefix + kCharacters) return std::nullopt;
  uint64_t head = 0;  // of the first 50 bits
  for (const char c : id.substr(kPrefix)) {
    if (kAlphabet.find(c) == kAlphabet.npos) return std::nullopt;
  }
  for (const char c : id.substr(kPrefix, 10)) head = head << 5 | kAlphabet.find(c);
  head >>= 2;
  const uint64_t account = head >> 7 & ((1ull << 40) - 1);
  if (head >> 47 == 0 || account > 999'999'999'999) return std::nullopt;
  return fmt::format("{:012}", account);
}

std::string make_secret_key(Ids& ids) {
  std::array<std::byte, 30> raw;
  ids.fill(raw);
  return to_base64(raw);
}

}  // namespace lightwell
