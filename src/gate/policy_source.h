// What policies apply to a principal.

#pragma once

#include <map>
#include <memory>
#include <string>

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

// Policies from configuration, by the ARN of a principal. Filled before the doors open, then only read.
class DeclaredPolicies final : public PolicySource {
 public:
  // `others` answers for whoever was not declared; null: nothing is allowed them. It must outlive this.
  explicit DeclaredPolicies(const PolicySource* others = nullptr) : others_(others) {}
  void add(std::string arn, std::shared_ptr<const policy::PolicySet> policies);
  Task<Result<std::shared_ptr<const policy::PolicySet>>> find(const Principal& principal) const override;

 private:
  const PolicySource* const others_;
  std::map<std::string, std::shared_ptr<const policy::PolicySet>, std::less<>> declared_;
};

}  // namespace lightwell::gate
