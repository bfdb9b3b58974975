#include "gate/authorizer.h"

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
  if (service == "ec2") context.set("ec2:Region", occasion.call.region);
  add_keys(context, occasion.keys);
  add_keys(context, intent.keys);
  add_keys(context, fact.keys);
  for (const SessionTag& tag : fact.tags) context.set(fmt::format("{}:ResourceTag/{}", service, tag.key), tag.value);
  return context;
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

Task<Result<Ruling>> Authorizer::decide(const Occasion& occasion, Intent intent) const {
  const Call& call = occasion.call;
  CO_TRY(const ResourceFact fact, co_await fact_of(call, intent));
  const bool is_believed = !occasion.is_enforced && call.principal.kind != PrincipalKind::anonymous;
  const Principal principal = is_believed ? root_of(call.principal) : call.principal;
  CO_TRY(const auto policies, co_await policies_of(principal));
  const bool is_own = fact.account.empty() || fact.account == principal.account;
  if (is_own && principal.kind == PrincipalKind::root && !fact.policies &&
      intent.rule == policy::ResourceRule::enough) {
    Ruling ruling{.is_allowed = true,
                  .principal = principal.arn,
                  .action = std::move(intent.action),
                  .resource = fact.arn,
                  .account = principal.account};
    note(occasion, principal, ruling, std::string(kRootMay));
    co_return ruling;
  }
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
