// Whom an access key of IAM speaks for: what a door needs to check a signature.

#pragma once

#include <memory>
#include <string>

#include "base/call.h"

namespace lightwell::iam {

struct KeyOwner {
  std::string access_key_id;
  std::string secret;
  Principal principal;  // a user, or the account's root
};

}  // namespace lightwell::iam
