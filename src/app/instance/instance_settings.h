// [instance]: what the metadata service tells instead of what the machine says of itself.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace lightwell::app {

struct InstanceSettings {
  std::string id;
  std::string image_id;
  std::string type;
  std::string zone;
  std::string profile;  // an instance profile's name; its role's credentials are given out
  std::string mac;
  std::string local_ipv4;
  std::string local_hostname;
  std::string public_ipv4;
  std::string public_hostname;
  std::string vpc_id;
  std::string subnet_id;
  std::optional<std::string> user_data;
  std::string key_name;                     // of the instance's key pair
  std::string public_key;                   // the pair's public half; empty: EC2 knows it
  std::map<std::string, std::string> tags;  // [instance.tags]
  bool is_token_required = false;           // http_tokens = "required": IMDSv2 alone
  int hops_max = 1;                         // http_put_response_hop_limit
};

}  // namespace lightwell::app
