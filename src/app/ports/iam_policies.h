// The policies of a principal, as the gate asks IAM for them.

#pragma once

#include "gate/policy_source.h"
#include "services/iam/iam.h"

namespace lightwell::app {

class IamPolicies final : public gate::PolicySource {
 public:
  // Must outlive this.
  explicit IamPolicies(iam::IamService& iam) : iam_(iam) {}

  Task<Result<std::shared_ptr<const policy::PolicySet>>> find(const Principal& principal) const override {
    co_return co_await iam_.policy_set(principal);
  }

 private:
  iam::IamService& iam_;
};

}  // namespace lightwell::app
