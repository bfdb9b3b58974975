// What doors and other services are told of the account: never shown to a client as it is.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/call.h"
#include "services/iam/role.h"

namespace lightwell::iam {

struct RoleFacts {
  Role role;
  std::vector<SessionTag> tags = {};
};

struct ProfileFacts {
  InstanceProfile profile;
  std::string role_name = {};  // empty: it holds none
};

}  // namespace lightwell::iam
