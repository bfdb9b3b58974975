// Blocks of IP addresses, as IpAddress conditions compare them.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lightwell::policy {

// An address, or the block its prefix begins. Version 4 lies where IPv6 maps it, ::ffff:0:0/96, and a version 4
// address written that way is one; ::/0 holds no address of version 4.
struct AddressBlock {
  std::array<uint8_t, 16> address = {};
  uint8_t prefix_bits = 128;
  bool is_version_4 = false;

  bool holds(const AddressBlock& other) const;
};

// 203.0.113.7, 203.0.113.0/24, 2001:db8::/32.
std::optional<AddressBlock> parse_address_block(std::string_view text);

}  // namespace lightwell::policy
