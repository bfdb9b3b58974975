// Who stands behind the users and roles that bucket policies name: asked of whoever keeps them.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/task.h"

namespace lightwell::s3 {

class Principals {
 public:
  using Names = std::map<std::string, std::string, std::less<>>;

  virtual ~Principals() = default;
  // The unique ids of users and roles named by ARN or unique id, by what was asked for. Who does not exist is missing.
  virtual Task<Result<Names>> ids_of(std::vector<std::string> names) = 0;
  // The ARNs behind unique ids. Who is gone is missing.
  virtual Task<Result<Names>> arns_of(std::vector<std::string> ids) = 0;
};

}  // namespace lightwell::s3
