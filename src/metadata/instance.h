// The instance that the metadata service tells of: what EC2 would know of a machine it runs.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace lightwell::metadata {

struct Interface {
  std::string mac;  // 02:00:0a:00:00:05, lower-case
  int device_number = 0;
  std::string id;  // eni-…
  std::vector<std::string> local_ipv4s = {};
  std::vector<std::string> public_ipv4s = {};
  std::vector<std::string> ipv6s = {};
  std::string local_hostname = {};
  std::string public_hostname = {};
  std::string subnet_id = {};
  std::string subnet_ipv4_block = {};
  std::string vpc_id = {};
  std::string vpc_ipv4_block = {};
};

struct PublicKey {
  std::string name;
  std::string openssh;
};

// What is empty is not there: its path answers 404.
struct Instance {
  std::string id;        // i-…
  std::string image_id;  // ami-…
  std::string type;
  std::string architecture;  // x86_64, arm64
  std::string account;
  std::string region;
  std::string zone;
  std::string reservation_id;
  std::string local_hostname;
  std::string local_ipv4;
  std::string public_hostname = {};
  std::string public_ipv4 = {};
  std::vector<Interface> interfaces = {};  // the first is the primary one
  std::vector<std::string> security_groups = {"default"};
  std::vector<std::string> security_group_ids = {};
  std::map<std::string, std::string> tags = {};
  std::optional<std::string> user_data = {};
  Timestamp pending_time = {};  // when it was launched
};

// use1-az1 for us-east-1a.
std::string zone_id(const std::string& region, const std::string& zone);

}  // namespace lightwell::metadata
