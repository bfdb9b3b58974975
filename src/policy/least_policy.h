// The smallest readable policy that allows what was recorded, and nothing else.

#pragma once

#include <string>
#include <vector>

namespace lightwell::policy {

struct Recorded {
  std::string action;    // s3:PutObject
  std::string resource;  // an ARN, or "*"

  auto operator<=>(const Recorded&) const = default;
};

// An identity policy, indented by two spaces. Actions on the same resources share a statement; every statement is of
// one service and has a Sid that says what it is for.
std::string least_policy(std::vector<Recorded> recorded);

}  // namespace lightwell::policy
