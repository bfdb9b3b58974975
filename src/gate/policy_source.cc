#include "gate/policy_source.h"

#include "policy/evaluate.h"

namespace lightwell::gate {

void DeclaredPolicies::add(std::string arn, std::shared_ptr<const policy::PolicySet> policies) {
  declared_.insert_or_assign(std::move(arn), std::move(policies));
}

Task<Result<std::shared_ptr<const policy::PolicySet>>> DeclaredPolicies::find(const Principal& principal) const {
  if (const auto found = declared_.find(principal.arn); found != declared_.end()) co_return found->second;
  if (others_ != nullptr) co_return co_await others_->find(principal);
  co_return std::make_shared<const policy::PolicySet>();
}

}  // namespace lightwell::gate
