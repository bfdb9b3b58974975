// What the machine is as an EC2 instance, for its owner.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace lightwell::site {

struct InstanceFacts {
  // Name and value, as the metadata service has them: {"instance-id", "i-…"}. No secrets.
  std::vector<std::pair<std::string, std::string>> facts = {};
  std::vector<std::pair<std::string, std::string>> tags = {};
  Timestamp launched_at = {};
  std::string metadata_url = {};   // where the metadata service listens; empty: nowhere
  bool is_token_required = false;  // IMDSv2 alone
  std::string profile = {};        // the instance profile's name; empty: none
};

}  // namespace lightwell::site
