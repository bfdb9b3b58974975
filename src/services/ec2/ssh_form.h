// SSH's way of writing values one behind the other. https://www.rfc-editor.org/rfc/rfc4251#section-5

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lightwell::ec2 {

std::string ssh_uint32(uint32_t value);
std::string ssh_string(std::string_view bytes);
// `big_endian`: a number that is not negative.
std::string ssh_mpint(std::string_view big_endian);

// The next string of `rest`, which is shortened by it; nothing where there is none.
std::optional<std::string_view> take_ssh_string(std::string_view& rest);

}  // namespace lightwell::ec2
