#include "services/iam/simulation.h"

#include <algorithm>

#include "base/text.h"
#include "policy/denial.h"
#include "services/iam/errors.h"
#include "services/iam/pages.h"
#include "services/iam/simulation_rules.h"

namespace lightwell::iam {

using api::iam::EvaluationResult;
using policy::Layer;
using policy::Verdict;

struct Simulation::Outcome {
  std::string resource;
  Verdict verdict = Verdict::implicit_deny;
  std::vector<api::iam::Statement> statements;
  std::vector<std::string> missing;
  std::optional<bool> allowed_by_boundary;
  std::optional<bool> allowed_by_organizations;
  std::map<std::string, std::string> details;
};

namespace {

constexpr const char* kIdentityPolicy = "IAM Policy";
constexpr const char* kResourcePolicy = "Resource Policy";

int severity(Verdict verdict) {
  return verdict == Verdict::explicit_deny ? 2 : verdict == Verdict::implicit_deny ? 1 : 0;
}

Verdict worse(Verdict a, Verdict b) { return severity(a) >= severity(b) ? a : b; }

api::iam::Position shown(policy::Position position) {
  return {.line = int32_t(position.line), .column = int32_t(position.column)};
}

// "user_ann_uploads" for an inline policy, the name of a managed one, the place of one that was passed.
std::string source_id(const policy::Attached& source) {
  using policy::SourceType;
  switch (source.type) {
    case SourceType::user_inline:
      return source.holder.empty() ? source.name : "user_" + source.holder + "_" + source.name;
    case SourceType::group_inline: return "group_" + source.holder + "_" + source.name;
    case SourceType::role_inline: return "role_" + source.holder + "_" + source.name;
    default: return source.name;
  }
}

api::iam::Statement shown(const policy::Match& match) {
  api::iam::Statement out;
  out.source_policy_id = source_id(*match.source);
  out.source_policy_type = match.layer == Layer::resource ? kResourcePolicy : kIdentityPolicy;
  out.start_position = shown(policy::simulator_start(*match.statement));
  out.end_position = shown(policy::simulator_end(*match.statement));
  return out;
}

// The statements that made the decision; none of service control policies, which AWS does not show.
std::vector<api::iam::Statement> deciding(const policy::Decision& decision) {
  std::vector<api::iam::Statement> out;
  if (decision.verdict == Verdict::implicit_deny) return out;
  const auto effect = decision.is_allowed() ? policy::Effect::allow : policy::Effect::deny;
  for (const policy::Match& match : decision.matches) {
    const bool is_shown = match.layer == Layer::identity || match.layer == Layer::resource ||
                          (!decision.is_allowed() && match.layer == Layer::boundary);
    if (is_shown && match.statement->effect == effect) out.push_back(shown(match));
  }
  return out;
}

void add_each_once(const std::vector<std::string>& from, std::vector<std::string>& to) {
  for (const std::string& one : from) {
    if (std::ranges::find(to, one) == to.end()) to.push_back(one);
  }
}

bool same_place(const api::iam::Statement& a, const api::iam::Statement& b) {
  return a.source_policy_id == b.source_policy_id && a.start_position->line == b.start_position->line &&
         a.start_position->column == b.start_position->column;
}

Verdict verdict_of(const policy::Decision& decision, Layer layer) {
  return decision.layers[size_t(layer)].value_or(Verdict::implicit_deny);
}

}  // namespace

Result<void> Simulation::add_documents(const std::vector<std::string>& documents, std::string_view list,
                                       policy::Kind kind, std::vector<policy::Attached>& out) {
  size_t number = 0;
  for (const std::string& json : documents) {
    auto document = policy::parse(json, kind);
    if (!document) return fail(errors::invalid_input_exception, "Invalid document: " + document.error().message);
    out.push_back({.document = *std::move(document),
                   .name = std::string(list) + "." + std::to_string(++number),
                   .type = policy::SourceType::user_inline});
  }
  return {};
}

Result<Simulation> Simulation::make(const Call& call, const SimulationInput& input, policy::PolicySet policies,
                                    const std::optional<std::string>& identity) {
  Simulation made;
  made.policies_ = std::move(policies);
  made.actions_ = input.actions;
  made.resources_ = input.resources && !input.resources->empty() ? *input.resources : std::vector<std::string>{"*"};
  for (const std::string& action : made.actions_) REQUIRE_OK(check_simulated_action(action));
  for (const std::string& resource : made.resources_) REQUIRE_OK(check_simulated_resource(resource));
  if (made.actions_.size() * made.resources_.size() > kSimulationsMax) {
    return fail(errors::invalid_input_exception, "Too many actions and resources to simulate at once.");
  }
  if (input.resource_handling) REQUIRE_OK(check_resource_handling(*input.resource_handling, made.resources_));
  if (input.resource_policy && !input.caller_arn && !identity) {
    return fail(errors::invalid_input_exception, "CallerArn is required when a ResourcePolicy is given.");
  }
  const std::string nobody = "arn:aws:iam::" + call.account + ":root";
  TRY(made.caller_, simulated_caller(input.caller_arn.value_or(identity.value_or(nobody)), call));
  TRY(made.owner_, simulated_owner(input.resource_owner, made.caller_.account));
  REQUIRE_OK(fill_context(made.context_, made.caller_, made.policies_.tags, input.context_entries));

  if (input.resource_policy) {
    REQUIRE_OK(
        add_documents({*input.resource_policy}, "ResourcePolicy", policy::Kind::resource, made.resource_policies_));
    made.resource_policies_.front().name = "ResourcePolicy";
    made.resource_policies_.front().type = policy::SourceType::resource;
  }
  if (input.boundary_documents && !input.boundary_documents->empty()) {
    if (input.boundary_documents->size() > 1) {
      return fail(errors::invalid_input_exception, "Only one permissions boundary can be simulated at a time.");
    }
    std::vector<policy::Attached> boundary;
    REQUIRE_OK(add_documents(*input.boundary_documents, "PermissionsBoundaryPolicyInputList", policy::Kind::managed,
                             boundary));
    boundary.front().type = policy::SourceType::boundary;
    made.policies_.boundary = std::move(boundary.front());
  }
  return made;
}

std::string Simulation::owner_of(std::string_view resource) const {
  // arn:aws:SERVICE:REGION:ACCOUNT:…
  for (int field = 0; field < 4; ++field) {
    const size_t colon = resource.find(':');
    if (colon == std::string_view::npos) return owner_;
    resource.remove_prefix(colon + 1);
  }
  const std::string_view account = resource.substr(0, resource.find(':'));
  return account.empty() || account.contains('*') ? owner_ : std::string(account);
}

Simulation::Outcome Simulation::judge(const std::string& action, const std::string& resource) const {
  const std::string owner = owner_of(resource);
  const policy::Request request{
      .principal = caller_, .action = action, .resource = resource, .resource_account = owner, .context = context_};
  const auto* resource_policies = resource_policies_.empty() ? nullptr : &resource_policies_;
  const policy::Decision decision = policy::evaluate(request, policies_, resource_policies);

  Outcome outcome{.resource = resource, .verdict = decision.verdict, .statements = deciding(decision)};
  for (const std::string_view key : decision.missing_keys) outcome.missing.emplace_back(key);
  if (policies_.boundary) outcome.allowed_by_boundary = verdict_of(decision, Layer::boundary) == Verdict::allowed;
  if (decision.is_cross_account) {
    outcome.details[kIdentityPolicy] = policy::to_text(verdict_of(decision, Layer::identity));
    outcome.details[kResourcePolicy] = policy::to_text(verdict_of(decision, Layer::resource));
  }
  if (!levels_.empty()) outcome.allowed_by_organizations = true;
  for (const auto& level : levels_) {
    policy::PolicySet limited = policies_;
    limited.service_control = level;
    const policy::Decision below = policy::evaluate(request, limited, resource_policies);
    const Verdict verdict = verdict_of(below, Layer::service_control);
    if (verdict == Verdict::allowed) continue;
    outcome.allowed_by_organizations = false;
    outcome.verdict = worse(outcome.verdict, verdict);
    outcome.statements.clear();
    outcome.details.clear();
  }
  return outcome;
}

EvaluationResult Simulation::result_of(const std::string& action) const {
  const bool is_everywhere = resources_.size() == 1 && resources_.front() == "*";
  EvaluationResult out;
  out.eval_action_name = action;
  out.eval_resource_name = resources_.size() == 1 ? resources_.front() : "*";
  auto& statements = out.matched_statements.emplace();
  auto& missing = out.missing_context_values.emplace();
  if (!is_everywhere) {
    out.eval_decision_details.emplace();
    out.resource_specific_results.emplace();
  }
  std::vector<Outcome> outcomes;
  Verdict verdict = Verdict::allowed;
  for (const std::string& resource : resources_) {
    outcomes.push_back(judge(action, resource));
    verdict = worse(verdict, outcomes.back().verdict);
  }
  out.eval_decision = policy::to_text(verdict);
  for (const Outcome& one : outcomes) {
    add_each_once(one.missing, missing);
    for (const api::iam::Statement& statement : one.statements) {
      const bool is_shown =
          std::ranges::any_of(statements, [&](const auto& other) { return same_place(statement, other); });
      if (one.verdict == verdict && !is_shown) statements.push_back(statement);
    }
    if (one.allowed_by_boundary) {
      auto& detail = out.permissions_boundary_decision_detail;
      if (!detail) detail.emplace().allowed_by_permissions_boundary = true;
      detail->allowed_by_permissions_boundary = *detail->allowed_by_permissions_boundary && *one.allowed_by_boundary;
    }
    if (one.allowed_by_organizations) {
      auto& detail = out.organizations_decision_detail;
      if (!detail) detail.emplace().allowed_by_organizations = true;
      detail->allowed_by_organizations = *detail->allowed_by_organizations && *one.allowed_by_organizations;
    }
    if (is_everywhere) continue;
    for (const auto& [type, decided] : one.details) {
      auto [entry, is_new] = out.eval_decision_details->try_emplace(type, decided);
      if (!is_new && severity_of(decided) > severity_of(entry->second)) entry->second = decided;
    }
    api::iam::ResourceSpecificResult& specific = out.resource_specific_results->emplace_back();
    specific.eval_resource_name = one.resource;
    specific.eval_resource_decision = policy::to_text(one.verdict);
    specific.matched_statements = one.statements;
    specific.missing_context_values = one.missing;
    if (!one.details.empty()) specific.eval_decision_details = one.details;
    if (one.allowed_by_boundary) {
      specific.permissions_boundary_decision_detail.emplace().allowed_by_permissions_boundary =
          *one.allowed_by_boundary;
    }
  }
  return out;
}

std::vector<EvaluationResult> Simulation::run() const {
  std::vector<EvaluationResult> results;
  for (const std::string& action : actions_) results.push_back(result_of(action));
  return results;
}

Result<api::iam::SimulatePolicyResponse> simulation_page(std::vector<EvaluationResult> results,
                                                         const std::optional<std::string>& marker,
                                                         const std::optional<int32_t>& max_items) {
  TRY(const Paging page, paging("simulated actions", marker, max_items));
  api::iam::SimulatePolicyResponse response;
  const size_t begin = std::min(results.size(), size_t(parse_unsigned(page.after).value_or(0)));
  results.erase(results.begin(), results.begin() + int64_t(begin));
  response.is_truncated = results.size() > page.max;
  if (results.size() > page.max) {
    results.resize(page.max);
    response.marker = make_marker(page, std::to_string(begin + page.max));
  }
  response.evaluation_results = std::move(results);
  return response;
}

}  // namespace lightwell::iam
