// SimulatePrincipalPolicy tells what the policies of a user, group or role would answer to requests nobody makes.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html

#include "services/iam/iam.h"
#include "services/iam/policy_sets.h"
#include "services/iam/policy_source.h"
#include "services/iam/simulation.h"
#include "services/iam/simulation_rules.h"

namespace lightwell::iam {

Task<Result<api::iam::SimulatePolicyResponse>> IamService::simulate_principal_policy(
    const Call& call, api::iam::SimulatePrincipalPolicyRequest& request) {
  CO_TRY(auto policies, co_await read([&](store::Reader& reader) -> Result<policy::PolicySet> {
           TRY(const Entity entity, require_source(reader, call.account, request.policy_source_arn));
           return policy_set_of(reader, entity);
         }));
  if (request.policy_exclusion_list) CO_CHECK(exclude_policies(*request.policy_exclusion_list, policies));
  if (request.policy_input_list) {
    CO_CHECK(Simulation::add_documents(*request.policy_input_list, "PolicyInputList", policy::Kind::identity,
                                       policies.identity));
  }
  CO_TRY(Simulation simulation,
         Simulation::make(call, simulation_input(request), std::move(policies), request.policy_source_arn));
  if (!options_.service_control.empty()) simulation.set_levels({options_.service_control});
  co_return simulation_page(simulation.run(), request.marker, request.max_items);
}

}  // namespace lightwell::iam
