#include "services/iam/totp_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"

namespace lightwell::iam {
namespace {

constexpr int64_t kStepSeconds = 30;
constexpr size_t kSha1Block = 64;

std::string hmac_sha1(std::string_view key, std::string_view message) {
  std::string block(key.size() > kSha1Block ? digest(Algorithm::sha1, as_bytes(key)) : std::string(key));
  block.resize(kSha1Block, '\0');
  std::string inner = block, outer = block;
  for (char& c : inner) c = char(c ^ 0x36);
  for (char& c : outer) c = char(c ^ 0x5c);
  return digest(Algorithm::sha1, as_bytes(outer + digest(Algorithm::sha1, as_bytes(inner + std::string(message)))));
}

}  // namespace

int64_t totp_step(Timestamp now) {
  return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() / kStepSeconds;
}

std::string totp_code(std::string_view seed, int64_t step) {
  std::string counter(8, '\0');
  for (size_t i = 0; i < counter.size(); ++i) counter[i] = char(uint64_t(step) >> (56 - 8 * i) & 255);
  const std::string sum = hmac_sha1(seed, counter);
  const size_t at = uint8_t(sum.back()) & 15;
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | uint8_t(sum[at + i]);
  return fmt::format("{:06}", (number & 0x7fffffff) % 1'000'000);
}

std::optional<int64_t> find_pair(std::string_view seed, std::string_view first, std::string_view second, int64_t around,
                                 int64_t last) {
  for (int64_t step = std::max(last + 1, around - kSyncWindow); step <= around + kSyncWindow; ++step) {
    const bool is_first = equals_constant_time(totp_code(seed, step), first);
    if (is_first && equals_constant_time(totp_code(seed, step + 1), second)) return step;
  }
  return std::nullopt;
}

std::optional<int64_t> find_code(std::string_view seed, std::string_view code, int64_t around, int64_t last) {
  for (int64_t step = std::max(last + 1, around - kUseWindow); step <= around + kUseWindow; ++step) {
    if (equals_constant_time(totp_code(seed, step), code)) return step;
  }
  return std::nullopt;
}

std::string to_base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = held << 8 | uint8_t(c);
    for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[held >> (bits - 5) & 31];
  }
  if (bits > 0) out += kAlphabet[held << (5 - bits) & 31];
  return out;
}

std::string otpauth_uri(std::string_view device, std::string_view account, std::string_view seed_base32) {
  return fmt::format("otpauth://totp/Amazon%20Web%20Services:{}@{}?secret={}&issuer=Amazon%20Web%20Services",
                     percent_encode(device), percent_encode(account), seed_base32);
}

}  // namespace lightwell::iam
