#include "metadata/token.h"

#include "base/digest.h"
#include "base/text.h"

namespace lightwell::metadata {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kEndBytes = 8;
constexpr size_t kChanceBytes = 6;
constexpr size_t kProofBytes = 28;
constexpr size_t kTokenBytes = kEndBytes + kChanceBytes + kProofBytes;  // 56 characters, as AWS's tokens have

std::string proof_of(const std::string& key, std::string_view said) {
  const Sha256 proof = hmac_sha256(as_bytes(key), as_bytes(said));
  return std::string(as_text(proof).substr(0, kProofBytes));
}

}  // namespace

Tokens::Tokens(Ids& ids) : ids_(ids), key_(kKeyBytes, '\0') {
  ids_.fill({reinterpret_cast<std::byte*>(key_.data()), key_.size()});
}

std::string Tokens::make(seconds lifetime, Timestamp now) {
  const int64_t end = to_micros(now + lifetime);
  std::string said;
  for (int shift = 56; shift >= 0; shift -= 8) said += char(end >> shift & 255);
  std::string chance(kChanceBytes, '\0');
  ids_.fill({reinterpret_cast<std::byte*>(chance.data()), chance.size()});
  said += chance;
  return to_base64url(as_bytes(said + proof_of(key_, said)));
}

std::optional<seconds> Tokens::left(std::string_view token, Timestamp now) const {
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() != kTokenBytes) return std::nullopt;
  const std::string_view said = std::string_view(*bytes).substr(0, kEndBytes + kChanceBytes);
  if (!equals_constant_time(proof_of(key_, said), std::string_view(*bytes).substr(said.size()))) return std::nullopt;
  int64_t end = 0;
  for (size_t i = 0; i < kEndBytes; ++i) end = end << 8 | uint8_t(said[i]);
  if (from_micros(end) <= now) return std::nullopt;
  return std::chrono::ceil<seconds>(from_micros(end) - now);
}

}  // namespace lightwell::metadata
