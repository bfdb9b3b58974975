// The smallest readable policy that allows what was recorded.

#pragma once

#include <string>
#include <vector>

namespace lightwell::policy {

struct Recorded {
  std::string action;    // s3:PutObject
  std::string resource;  // an ARN, or "*"

  auto operator<=>(const Recorded&) const = default;
};

// More resources than this of one folder become "the folder and what is below it": a policy of ten thousand object
// keys fits no quota and no reader. The widest that comes of it is a whole bucket, or all users of an account.
inline constexpr size_t kResourcesOfAFolderMax = 20;

// An identity policy, indented by two spaces; empty for nothing. It allows nothing else than what was recorded, folders
// apart. Actions on the same resources share a statement; every statement is of one service and has a Sid.
std::string least_policy(std::vector<Recorded> recorded);

}  // namespace lightwell::policy
