#include "gate/authorizer.h"

#include <algorithm>

#include "base/text.h"
#include "gate/credentials.h"
#include "policy/denial.h"

namespace lightwell::gate {
namespace {

constexpr std::string_view kRootMay = "the root of the account may do everything in it";

std::string_view service_of(std::string_view action) { return action.substr(0, action.find(':')); }

// Whom no account vouches for, or who may everything by itself.
bool has_no_policies(const Principal& principal) {
  return principal.kind == PrincipalKind::anonymous || principal.kind == PrincipalKind::service ||
         principal.kind == PrincipalKind::root;
}

Principal root_of(const Principal& principal) {
  return {.account = principal.account,
          .arn = root_arn(principal.account),
          .access_key_id = principal.access_key_id,
          .kind = PrincipalKind::root,
          .id = principal.account};
}

void add_keys(policy::Context& context, const std::vector<std::pair<std::string, std::string>>& keys) {
  for (const auto& [name, value] : keys) context.add(name, value);
}

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
void add_ec2_keys(policy::Context& context, const Occasion& occasion, const Intent& intent) {
  context.set("ec2:Region", occasion.call.region);
  if (intent.action == "ec2:CreateTags" && occasion.operation != "CreateTags") {
    context.set("ec2:CreateAction", std::string(occasion.operation));
  }
}

policy::Context context_of(const Occasion& occasion, const Intent& intent, const ResourceFact& fact,
                           const policy::PolicySet& policies, const std::string& account) {
  policy::Circumstances circumstances = occasion.circumstances;
  circumstances.resource_account = account;
  circumstances.principal_tags = policies.tags;
  circumstances.resource_tags = fact.tags;
  const std::string_view service = service_of(intent.action);
  if (service != occasion.service && !occasion.service.empty()) {
    circumstances.called_via = std::string(occasion.service) + ".amazonaws.com";
  }
  policy::Context context;
  policy::add_global_keys(context, occasion.call, circumstances);
  if (service == "ec2") add_ec2_keys(context, occasion, intent);
  add_keys(context, occasion.keys);
  add_keys(context, intent.keys);
  add_keys(context, fact.keys);
  for (const SessionTag& tag : fact.tags) context.set(fmt::format("{}:ResourceTag/{}", service, tag.key), tag.value);
  if (service == "s3") context.set("s3:ResourceAccount", account);
  return context;
}

bool asks_for(const policy::Pattern& pattern, std::string_view lower_key) {
  if (!pattern.has_variables()) return false;
  return std::ranges::any_of(pattern.variables(),
                             [&](std::string_view name) { return to_lower(name).starts_with(lower_key); });
}

bool asks_for(const policy::Condition& condition, std::string_view lower_key) {
  return condition.lower_key().starts_with(lower_key) ||
         std::ranges::any_of(condition.operands(),
                             [&](const policy::Operand& one) { return asks_for(one.pattern, lower_key); });
}

bool asks_for(const policy::Document& document, std::string_view lower_key) {
  const auto asks = [&](const auto& one) { return asks_for(one, lower_key); };
  return std::ranges::any_of(document.statements(), [&](const policy::Statement& statement) {
    return std::ranges::any_of(statement.conditions, asks) || std::ranges::any_of(statement.resources, asks);
  });
}

bool asks_for(const std::vector<policy::Attached>& policies, std::string_view lower_key) {
  return std::ranges::any_of(policies, [&](const auto& one) { return asks_for(*one.document, lower_key); });
}

bool asks_for(const policy::PolicySet& policies, const ResourceFact& fact, std::string_view lower_key) {
  return asks_for(policies.identity, lower_key) || asks_for(policies.session, lower_key) ||
         asks_for(policies.service_control, lower_key) ||
         (policies.boundary && asks_for(*policies.boundary->document, lower_key)) ||
         (fact.policies && asks_for(*fact.policies, lower_key));
}

// Whether a statement may deny something on this resource, whoever asks.
bool may_deny(const policy::Statement& statement, std::string_view resource) {
  static const policy::Context kNothing;
  if (statement.effect == policy::Effect::allow) return false;
  if (statement.is_not_resource) return true;
  return std::ranges::any_of(statement.resources, [&](const policy::Pattern& one) {
    return one.has_variables() || one.matches(resource, kNothing);
  });
}

// For the log and for allowed decisions: one line.
std::string place_of(const policy::Decision& decision) {
  if (decision.verdict == policy::Verdict::implicit_deny) return "no statement allows it";
  if (decision.matches.empty()) return std::string(kRootMay);
  return policy::place_of(decision.matches.front());
}

}  // namespace

Authorizer::Authorizer(const PolicySource& policies, Decisions& decisions, AuthorizerOptions options)
    : policies_(policies), decisions_(decisions), options_(std::move(options)) {}

void Authorizer::add_facts(std::string service, const ResourceFacts& facts) {
  facts_.insert_or_assign(std::move(service), &facts);
}

Task<Result<ResourceFact>> Authorizer::fact_of(const Call& call, Intent& intent) const {
  if (intent.fact) co_return *std::move(intent.fact);
  const auto found = facts_.find(service_of(intent.action));
  if (found == facts_.end() || intent.resource == "*") co_return ResourceFact{.arn = std::move(intent.resource)};
  co_return co_await found->second->find(call, intent.action, std::move(intent.resource));
}

Task<Result<std::shared_ptr<const policy::PolicySet>>> Authorizer::policies_of(const Principal& principal) const {
  static const auto kNone = std::make_shared<const policy::PolicySet>();
  if (has_no_policies(principal)) co_return kNone;
  co_return co_await policies_.find(principal);
}

bool Authorizer::is_controlled(std::string_view resource) const {
  return std::ranges::any_of(options_.service_control, [&](const policy::Attached& one) {
    return std::ranges::any_of(one.document->statements(),
                               [&](const policy::Statement& statement) { return may_deny(statement, resource); });
  });
}

// Values that cost a look at the store are looked up for those alone whose policies ask for them.
Task<Result<void>> Authorizer::add_late_keys(const Call& call, const Intent& intent, const policy::PolicySet& policies,
                                             ResourceFact& fact) const {
  const auto found = facts_.find(service_of(intent.action));
  if (found == facts_.end()) co_return Result<void>{};
  const std::string_view key = found->second->late_key();
  if (key.empty() || !asks_for(policies, fact, key)) co_return Result<void>{};
  CO_TRY(auto keys, co_await found->second->late_keys(call, intent.action, fact.arn));
  std::ranges::move(keys, std::back_inserter(fact.keys));
  co_return Result<void>{};
}

Task<Result<Ruling>> Authorizer::decide(const Occasion& occasion, Intent intent) const {
  const Call& call = occasion.call;
  CO_TRY(ResourceFact fact, co_await fact_of(call, intent));
  const bool is_believed = !occasion.is_enforced && call.principal.kind != PrincipalKind::anonymous;
  const Principal principal = is_believed ? root_of(call.principal) : call.principal;
  CO_TRY(auto policies, co_await policies_of(principal));
  if (is_controlled(fact.arn)) {
    auto bound = std::make_shared<policy::PolicySet>(*policies);
    bound->service_control = options_.service_control;
    policies = std::move(bound);
  }
  const bool is_own = fact.account.empty() || fact.account == principal.account;
  if (is_own && principal.kind == PrincipalKind::root && !fact.policies && policies->service_control.empty() &&
      intent.rule == policy::ResourceRule::enough) {
    Ruling ruling{.is_allowed = true,
                  .principal = principal.arn,
                  .action = std::move(intent.action),
                  .resource = fact.arn,
                  .account = principal.account};
    note(occasion, principal, ruling, std::string(kRootMay));
    co_return ruling;
  }
  CO_CHECK(co_await add_late_keys(call, intent, *policies, fact));
  co_return judge(occasion, principal, intent, fact, *policies);
}

Ruling Authorizer::judge(const Occasion& occasion, const Principal& principal, const Intent& intent,
                         const ResourceFact& fact, const policy::PolicySet& policies) const {
  Ruling ruling{.is_anonymous = principal.kind == PrincipalKind::anonymous,
                .principal = principal.arn,
                .action = intent.action,
                .resource = fact.arn,
                .account = fact.account.empty() ? principal.account : fact.account};
  const policy::Context context = context_of(occasion, intent, fact, policies, ruling.account);
  std::string canonical_user;
  if (options_.canonical_user && fact.policies && !principal.account.empty()) {
    canonical_user = options_.canonical_user(principal.account);
  }
  const policy::Request request{.principal = principal,
                                .action = ruling.action,
                                .resource = ruling.resource,
                                .resource_account = ruling.account,
                                .context = context,
                                .resource_rule = intent.rule,
                                .canonical_user = canonical_user};
  const policy::Decision decision = policy::evaluate(request, policies, fact.policies.get());
  ruling.is_allowed = decision.is_allowed();
  ruling.is_explicit_deny = decision.verdict == policy::Verdict::explicit_deny;
  ruling.is_cross_account = decision.is_cross_account;
  ruling.place = place_of(decision);
  if (ruling.is_allowed) {
    note(occasion, principal, ruling, ruling.place);
    return ruling;
  }
  ruling.message = policy::denial_message(request, decision);
  ruling.reason = policy::denial_reason(request, decision);
  if (options_.encode_denial && service_of(ruling.action) == "ec2") {
    ruling.encoded = options_.encode_denial(request, decision);
  }
  note(occasion, principal, ruling, policy::explain(request, decision));
  return ruling;
}

Task<Result<Ruling>> Authorizer::ask(const Call& call, Intent intent) const {
  if (const Occasion* under_way = occasions_.find(call.request_id)) {
    // Who asks may be somebody else than who called: a web identity, once its token was believed.
    const Occasion occasion{.call = call,
                            .service = under_way->service,
                            .operation = under_way->operation,
                            .circumstances = under_way->circumstances,
                            .keys = under_way->keys,
                            .is_enforced = under_way->is_enforced};
    co_return co_await decide(occasion, std::move(intent));
  }
  const Occasion occasion{.call = call};
  co_return co_await decide(occasion, std::move(intent));
}

void Authorizer::note(const Occasion& occasion, const Principal& principal, const Ruling& ruling,
                      std::string reasons) const {
  const Call& call = occasion.call;
  if (call.request_id.empty()) return;  // of the process itself
  decisions_.note({.at = call.now,
                   .request_id = call.request_id,
                   .principal = ruling.principal,
                   .access_key_id = principal.access_key_id,
                   .operation = fmt::format("{} {}", occasion.service, occasion.operation),
                   .action = ruling.action,
                   .resource = ruling.resource,
                   .is_allowed = ruling.is_allowed,
                   .reasons = std::move(reasons)},
                  policy::principal_arn(principal));
}

}  // namespace lightwell::gate
