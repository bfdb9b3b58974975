// What policies apply to a principal.

#pragma once

#include <memory>

#include "base/call.h"
#include "base/result.h"
#include "run/task.h"

namespace lightwell::policy {
struct PolicySet;
}

namespace lightwell::gate {

class PolicySource {
 public:
  virtual ~PolicySource() = default;
  // All that is attached to the principal: its own policies, its groups', its boundary, those of its session, those of
  // service control. Asked once a request, so it answers from memory nearly always. Not asked for the root of an
  // account, nor for nobody. A principal that is gone has an empty set: nothing is allowed.
  virtual Task<Result<std::shared_ptr<const policy::PolicySet>>> find(const Principal& principal) const = 0;
};

}  // namespace lightwell::gate
