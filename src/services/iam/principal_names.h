// Users and roles by unique id, for policies of other services' resources, which keep them as such.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::iam {

class PrincipalNames {
 public:
  using Names = std::map<std::string, std::string, std::less<>>;

  // IAM's own database, which must outlive this.
  explicit PrincipalNames(store::Database& database) : database_(database) {}

  // The unique ids of users and roles named by ARN or unique id, by what was asked for. Who does not exist is missing.
  Task<Result<Names>> ids_of(std::vector<std::string> names);
  // The ARNs of unique ids. Who is gone is missing.
  Task<Result<Names>> arns_of(std::vector<std::string> ids);

 private:
  store::Database& database_;
};

}  // namespace lightwell::iam
