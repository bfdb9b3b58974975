// Entities of IAM, as the gate has to know them: with the paths that a request leaves out, and their tags.

#pragma once

#include "gate/resource_facts.h"
#include "services/iam/iam.h"

namespace lightwell::app {

class IamFacts final : public gate::ResourceFacts {
 public:
  explicit IamFacts(iam::IamService& iam) : iam_(iam) {}
  Task<Result<gate::ResourceFact>> find(const Call& call, std::string_view action, std::string arn) const override;

 private:
  iam::IamService& iam_;
};

}  // namespace lightwell::app
