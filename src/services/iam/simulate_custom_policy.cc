// SimulateCustomPolicy tells what given policies would answer to requests nobody makes.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html

#include "services/iam/iam.h"
#include "services/iam/simulation.h"

namespace lightwell::iam {
namespace {

Result<Simulation::Levels> read_levels(const api::iam::SimulateCustomPolicyRequest& request) {
  Simulation::Levels levels;
  if (!request.ordered_organization_policy_input_list) return levels;
  for (const auto& level : *request.ordered_organization_policy_input_list) {
    if (!level.service_control_policy_input_list) continue;
    REQUIRE_OK(Simulation::add_documents(*level.service_control_policy_input_list, "ServiceControlPolicyInputList",
                                         policy::Kind::service_control, levels.emplace_back()));
  }
  return levels;
}

}  // namespace

Task<Result<api::iam::SimulatePolicyResponse>> IamService::simulate_custom_policy(
    const Call& call, api::iam::SimulateCustomPolicyRequest& request) {
  policy::PolicySet policies;
  CO_CHECK(Simulation::add_documents(request.policy_input_list, "PolicyInputList", policy::Kind::identity,
                                     policies.identity));
  CO_TRY(Simulation simulation, Simulation::make(call, simulation_input(request), std::move(policies), std::nullopt));
  CO_TRY(auto levels, read_levels(request));
  simulation.set_levels(std::move(levels));
  co_return simulation_page(simulation.run(), request.marker, request.max_items);
}

}  // namespace lightwell::iam
