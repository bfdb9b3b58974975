#include "services/ec2/private_key_forms.h"

#include <fmt/format.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "base/digest.h"
#include "base/ids.h"
#include "base/text.h"
#include "services/ec2/ssh_form.h"

namespace lightwell::ec2 {
namespace {

constexpr size_t kOpensshLine = 70;
constexpr size_t kPuttyLine = 64;
constexpr size_t kOpensshBlock = 8;

std::string hmac_sha1(std::string_view key, std::string_view message) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  HMAC(EVP_sha1(), key.data(), int(key.size()), reinterpret_cast<const unsigned char*>(message.data()), message.size(),
       out, &length);
  return {reinterpret_cast<const char*>(out), length};
}

size_t line_count(std::string_view lines) { return size_t(std::count(lines.begin(), lines.end(), '\n')); }

}  // namespace

std::string base64_lines(std::string_view bytes, size_t line_max) {
  const std::string text = to_base64(as_bytes(bytes));
  std::string out;
  for (size_t at = 0; at < text.size(); at += line_max) out.append(text, at, line_max).append("\n");
  return out;
}

std::string openssh_private_key(std::string_view public_blob, std::string_view private_part, std::string_view comment) {
  RandomIds ids;
  std::string check(4, '\0');
  ids.fill({reinterpret_cast<std::byte*>(check.data()), check.size()});
  std::string secret = check + check;
  secret.append(private_part).append(ssh_string(comment));
  for (char filling = 1; secret.size() % kOpensshBlock != 0; ++filling) secret += filling;
  std::string key = std::string("openssh-key-v1") + '\0';
  key += ssh_string("none") + ssh_string("none") + ssh_string("") + ssh_uint32(1);
  key += ssh_string(public_blob) + ssh_string(secret);
  return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + base64_lines(key, kOpensshLine) +
         "-----END OPENSSH PRIVATE KEY-----\n";
}

std::string putty_private_key(std::string_view type, std::string_view public_blob, std::string_view private_blob,
                              std::string_view comment) {
  const std::string mac_key = digest(Algorithm::sha1, as_bytes("putty-private-key-file-mac-key"));
  const std::string mac = hmac_sha1(mac_key, ssh_string(type) + ssh_string("none") + ssh_string(comment) +
                                                 ssh_string(public_blob) + ssh_string(private_blob));
  const std::string public_lines = base64_lines(public_blob, kPuttyLine);
  const std::string private_lines = base64_lines(private_blob, kPuttyLine);
  return fmt::format(
      "PuTTY-User-Key-File-2: {}\nEncryption: none\nComment: {}\nPublic-Lines: {}\n{}Private-Lines: {}\n{}"
      "Private-MAC: {}\n",
      type, comment, line_count(public_lines), public_lines, line_count(private_lines), private_lines,
      to_hex(as_bytes(mac)));
}

}  // namespace lightwell::ec2
