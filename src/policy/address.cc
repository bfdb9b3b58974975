#include "policy/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace lightwell::policy {
namespace {

constexpr uint8_t kMappedBits = 96;
constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

}  // namespace

std::optional<AddressBlock> parse_address_block(std::string_view text) {
  const size_t slash = text.find('/');
  const std::string_view written_address = text.substr(0, slash);
  std::array<char, INET6_ADDRSTRLEN> address = {};  // inet_pton wants an end
  if (written_address.size() >= address.size() || written_address.contains('\0')) return std::nullopt;
  std::copy(written_address.begin(), written_address.end(), address.begin());
  AddressBlock block;
  uint8_t bits_max = 128;
  if (inet_pton(AF_INET, address.data(), block.address.data() + kMapped.size()) == 1) {
    std::copy(kMapped.begin(), kMapped.end(), block.address.begin());
    block.is_version_4 = true;
    bits_max = 32;
  } else if (inet_pton(AF_INET6, address.data(), block.address.data()) != 1) {
    return std::nullopt;
  }
  uint64_t bits = bits_max;
  if (slash != text.npos) {
    const auto written = parse_unsigned(text.substr(slash + 1));
    if (!written || *written > bits_max) return std::nullopt;
    bits = *written;
  }
  block.prefix_bits = uint8_t(block.is_version_4 ? bits + kMappedBits : bits);
  if (std::equal(kMapped.begin(), kMapped.end(), block.address.begin()) && block.prefix_bits >= kMappedBits) {
    block.is_version_4 = true;
  }
  return block;
}

bool AddressBlock::holds(const AddressBlock& other) const {
  if (is_version_4 != other.is_version_4 || other.prefix_bits < prefix_bits) return false;
  const size_t whole = prefix_bits / 8;
  if (std::memcmp(address.data(), other.address.data(), whole) != 0) return false;
  const int rest = prefix_bits % 8;
  return rest == 0 || (address[whole] ^ other.address[whole]) >> (8 - rest) == 0;
}

}  // namespace lightwell::policy
