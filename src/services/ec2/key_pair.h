// A key pair as EC2 keeps it: its public half.

#pragma once

#include <map>
#include <string>

#include "base/time.h"

namespace lightwell::ec2 {

using Tags = std::map<std::string, std::string>;

struct KeyPair {
  std::string id;  // key-0123456789abcdef0
  std::string account;
  std::string region;
  std::string name;
  std::string type;  // rsa, ed25519
  std::string fingerprint;
  std::string public_key;  // "ssh-ed25519 AAAA… NAME"
  Timestamp made_at = {};
  Tags tags = {};
};

}  // namespace lightwell::ec2
