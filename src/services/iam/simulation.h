// What policies would answer to a request nobody makes: SimulateCustomPolicy and SimulatePrincipalPolicy.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/iam/types.h"
#include "base/call.h"
#include "base/result.h"
#include "policy/evaluate.h"
#include "services/iam/listing_rules.h"

namespace lightwell::iam {

inline constexpr size_t kSimulationsMax = 10'000;  // actions times resources of one call

// What the two operations are asked alike.
struct SimulationInput {
  const std::vector<std::string>& actions;
  const std::optional<std::vector<std::string>>& resources;
  const std::optional<std::string>& resource_policy;
  const std::optional<std::string>& resource_owner;
  const std::optional<std::string>& caller_arn;
  const std::optional<std::vector<api::iam::ContextEntry>>& context_entries;
  const std::optional<std::string>& resource_handling;
  const std::optional<std::vector<std::string>>& boundary_documents;
};

template <class Request>
SimulationInput simulation_input(const Request& request) {
  return {request.action_names,
          request.resource_arns,
          request.resource_policy,
          request.resource_owner,
          request.caller_arn,
          request.context_entries,
          request.resource_handling_option,
          request.permissions_boundary_policy_input_list};
}

class Simulation {
 public:
  using Levels = std::vector<std::vector<policy::Attached>>;

  // `identity`: whose policies are simulated, "arn:aws:iam::…"; nobody's: of somebody in the account. InvalidInput.
  static Result<Simulation> make(const Call& call, const SimulationInput& input, policy::PolicySet policies,
                                 const std::optional<std::string>& identity);
  // Adds policies that were given as texts, named LIST.1, LIST.2, … InvalidInput.
  static Result<void> add_documents(const std::vector<std::string>& documents, std::string_view list, policy::Kind kind,
                                    std::vector<policy::Attached>& out);
  // Service control policies, from the root of an organization down: each level must allow.
  void set_levels(Levels levels) { levels_ = std::move(levels); }

  // One for each action, in their order.
  std::vector<api::iam::EvaluationResult> run() const;

 private:
  struct Outcome;
  Outcome judge(const std::string& action, const std::string& resource) const;
  api::iam::EvaluationResult result_of(const std::string& action) const;
  std::string owner_of(std::string_view resource) const;

  Principal caller_;
  policy::PolicySet policies_;
  std::vector<policy::Attached> resource_policies_;
  policy::Context context_;
  std::string owner_;
  std::vector<std::string> actions_;
  std::vector<std::string> resources_;
  Levels levels_;
};

// A page of the results.
Result<api::iam::SimulatePolicyResponse> simulation_page(std::vector<api::iam::EvaluationResult> results,
                                                         const std::optional<std::string>& marker,
                                                         const std::optional<int32_t>& max_items);

}  // namespace lightwell::iam
