// SSH public keys: ssh-rsa of OpenSSH, or PEM; kept as OpenSSH's line.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lightwell::iam {

struct SshPublicKey {
  std::string line;         // ssh-rsa AAAA...
  std::string fingerprint;  // MD5, 16 pairs of hex digits with colons between
};

// Errors: UnrecognizedPublicKeyEncoding for what is neither form; InvalidPublicKey for another kind of key than RSA, or
// one of less than 2048 bits.
Result<SshPublicKey> read_ssh_key(std::string_view body);
// -----BEGIN PUBLIC KEY-----
Result<std::string> to_pem(std::string_view line);

}  // namespace lightwell::iam
