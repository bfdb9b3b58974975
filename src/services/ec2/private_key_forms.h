// Private keys as OpenSSH and PuTTY keep them, without a passphrase.

#pragma once

#include <string>
#include <string_view>

namespace lightwell::ec2 {

// https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
// `private_part`: what follows the two check numbers, without the comment: its type and its parts.
std::string openssh_private_key(std::string_view public_blob, std::string_view private_part, std::string_view comment);

// https://the.earth.li/~sgtatham/putty/0.83/htmldoc/AppendixC.html, version 2, which every PuTTY reads
std::string putty_private_key(std::string_view type, std::string_view public_blob, std::string_view private_blob,
                              std::string_view comment);

// Base64 in lines of so many characters, each ended.
std::string base64_lines(std::string_view bytes, size_t line_max);

}  // namespace lightwell::ec2
