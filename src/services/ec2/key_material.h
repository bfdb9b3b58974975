// Key pairs in the forms people keep them in: OpenSSH's, PEM's, PuTTY's; and what EC2 calls their fingerprints.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html
//
// Making an RSA pair takes a tenth of a second: on a pool.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lightwell::ec2 {

enum class KeyType { rsa, ed25519 };
enum class KeyFormat { pem, ppk };
std::string_view to_text(KeyType type);

struct MadeKey {
  // Unencrypted: PKCS #1 in PEM (RSA), OpenSSH's own form (ED25519), or a PuTTY key file of version 2.
  std::string private_key;
  std::string public_key;  // "ssh-rsa AAAA… NAME"
  // RSA: SHA-1 of the private key in DER of PKCS #8, hex with colons. ED25519: SHA-256 of the public key, base64.
  std::string fingerprint;
};
Result<MadeKey> make_key(KeyType type, KeyFormat format, const std::string& name);

struct ReadKey {
  KeyType type = KeyType::rsa;
  std::string blob;  // as SSH sends it
  // RSA: MD5 of the public key in DER, hex with colons. ED25519: as of a made one.
  std::string fingerprint;
};
// A line of OpenSSH's, a public key file of RFC 4716, or a public key in DER and base64. RSA of 1024 to 8192 bits and
// ED25519; nothing for anything else.
std::optional<ReadKey> read_public_key(std::string_view text);
// "ssh-rsa AAAA… COMMENT"
std::string public_line(KeyType type, std::string_view blob, std::string_view comment);

}  // namespace lightwell::ec2
