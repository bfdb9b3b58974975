#include "wire/sigv4/chunks.h"

#include <charconv>

#include "base/text.h"
#include "wire/sigv4/ecdsa.h"

namespace lightwell::wire::sigv4 {
namespace {

bool is_name_character(char c) { return c > ' ' && c < 127 && c != ':'; }

}  // namespace

std::optional<ChunkHead> parse_chunk_head(std::string_view line) {
  const size_t end = line.find(';');
  const std::string_view digits = line.substr(0, end);
  if (digits.empty() || digits.size() > 16) return std::nullopt;
  ChunkHead head;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), head.size, 16);
  if (error != std::errc() || rest != digits.data() + digits.size()) return std::nullopt;
  if (head.size > kChunkBytesMax) return std::nullopt;
  while (line.find(';') != line.npos) {
    line.remove_prefix(line.find(';') + 1);
    const std::string_view extension = trim(line.substr(0, line.find(';')));
    constexpr std::string_view kName = "chunk-signature=";
    if (!extension.starts_with(kName)) continue;
    head.signature = extension.substr(kName.size());
    while (head.signature.ends_with(kEcdsaPadding)) head.signature.remove_suffix(1);
    if (head.signature.size() < 64 || head.signature.size() > kEcdsaSignatureMax) return std::nullopt;
  }
  return head;
}

std::optional<TrailerLine> parse_trailer_line(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == line.npos) return std::nullopt;
  const std::string_view name = trim(line.substr(0, colon));
  if (name.empty()) return std::nullopt;
  for (const char c : name) {
    if (!is_name_character(c)) return std::nullopt;
  }
  return TrailerLine{.name = to_lower(name), .value = std::string(trim(line.substr(colon + 1)))};
}

}  // namespace lightwell::wire::sigv4
