// Text and bytes: hex, base64, percent-encoding, and small questions about strings.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lightwell {

using Bytes = std::span<const std::byte>;

inline Bytes as_bytes(std::string_view text) { return {reinterpret_cast<const std::byte*>(text.data()), text.size()}; }
inline std::string_view as_text(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::string to_hex(Bytes);  // lower-case
std::optional<std::string> from_hex(std::string_view);
std::string to_base64(Bytes);     // with padding
std::string to_base64url(Bytes);  // without padding
// Strict: padding required, no white space, no stray bits.
std::optional<std::string> from_base64(std::string_view);
std::optional<std::string> from_base64url(std::string_view);

// RFC 3986: everything but A-Z a-z 0-9 - . _ ~ becomes %XX, upper-case. AWS signs paths with '/' kept.
enum class Slash { encode, keep };
std::string percent_encode(std::string_view, Slash slash = Slash::encode);
// Refuses a broken escape. `plus_is_space` for form bodies.
std::optional<std::string> percent_decode(std::string_view, bool plus_is_space = false);

bool is_utf8(std::string_view);
// Number of code points; the text must be UTF-8.
size_t code_points(std::string_view);

std::string to_lower(std::string_view);
bool equals_ignore_case(std::string_view, std::string_view);
std::string_view trim(std::string_view);  // spaces and tabs
// Does not stop at the first difference. Different lengths answer false at once.
bool equals_constant_time(std::string_view, std::string_view);
// Digits only, no sign, no overflow.
std::optional<uint64_t> parse_unsigned(std::string_view);
std::optional<int64_t> parse_integer(std::string_view);

}  // namespace lightwell
