// What this machine says of itself.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace lightwell::app {

struct HostInterface {
  std::string name;  // eth0
  std::string mac;
  std::vector<std::string> ipv4s = {};
  std::vector<std::string> ipv6s = {};  // without those of the link
  int prefix_bits = 32;                 // of the first IPv4 address
};

struct Host {
  std::string name;
  std::string machine_id;    // of /etc/machine-id; never told as it is
  std::string system;        // "debian 12"
  std::string architecture;  // x86_64, aarch64
  uint64_t memory_bytes = 0;
  Timestamp booted_at = {};
  std::vector<HostInterface> interfaces = {};  // those that are up, without loopback
};

Host read_host(Timestamp now);

}  // namespace lightwell::app
