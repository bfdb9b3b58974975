// Who keeps when a key was used last. Told after a signature was found right.

#pragma once

#include <string_view>

#include "base/time.h"
#include "gate/credentials.h"

namespace lightwell::gate {

class KeyUses {
 public:
  virtual ~KeyUses() = default;
  // Never waits. `service`: the prefix of its endpoint, as IAM tells it: s3, iam, sts.
  virtual void note(const AccessKey& key, std::string_view service, std::string_view region, Timestamp now) = 0;
};

}  // namespace lightwell::gate
