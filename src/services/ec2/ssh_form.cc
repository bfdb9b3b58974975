#include "services/ec2/ssh_form.h"

namespace lightwell::ec2 {

std::string ssh_uint32(uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += char(value >> shift & 255);
  return out;
}

std::string ssh_string(std::string_view bytes) { return ssh_uint32(uint32_t(bytes.size())).append(bytes); }

std::string ssh_mpint(std::string_view big_endian) {
  while (big_endian.starts_with('\0')) big_endian.remove_prefix(1);
  const bool looks_negative = !big_endian.empty() && (uint8_t(big_endian.front()) & 128) != 0;
  std::string bytes = looks_negative ? std::string(1, '\0') : std::string();
  return ssh_string(bytes.append(big_endian));
}

std::optional<std::string_view> take_ssh_string(std::string_view& rest) {
  constexpr size_t kLengthBytes = 4;
  if (rest.size() < kLengthBytes) return std::nullopt;
  uint32_t length = 0;
  for (size_t i = 0; i < kLengthBytes; ++i) length = length << 8 | uint8_t(rest[i]);
  if (length > rest.size() - kLengthBytes) return std::nullopt;
  const std::string_view taken = rest.substr(kLengthBytes, length);
  rest.remove_prefix(kLengthBytes + length);
  return taken;
}

}  // namespace lightwell::ec2
