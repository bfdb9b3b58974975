#include "services/iam/simulation_rules.h"

#include <algorithm>

#include "base/text.h"
#include "services/iam/errors.h"
#include "services/iam/name_rules.h"
#include "services/iam/policy_rules.h"

namespace lightwell::iam {
namespace {

namespace kinds = api::iam::values::policy_identifier_policy_type;

std::unexpected<Error> invalid(std::string message) {
  return fail(errors::invalid_input_exception, std::move(message));
}

struct Handling {
  std::string_view option;
  std::vector<std::string_view> needs;
};

const std::vector<Handling>& handlings() {
  static const std::vector<Handling> all = {
      {"EC2-VPC-InstanceStore", {"instance", "image", "security-group", "network-interface"}},
      {"EC2-VPC-InstanceStore-Subnet", {"instance", "image", "security-group", "network-interface", "subnet"}},
      {"EC2-VPC-EBS", {"instance", "image", "security-group", "network-interface", "volume"}},
      {"EC2-VPC-EBS-Subnet", {"instance", "image", "security-group", "network-interface", "subnet", "volume"}},
  };
  return all;
}

// '*' for any run and '?' for one character.
bool matches(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool is_inline(policy::SourceType type) {
  using policy::SourceType;
  return type == SourceType::user_inline || type == SourceType::group_inline || type == SourceType::role_inline;
}

std::string_view holder_word(policy::SourceType type) {
  using policy::SourceType;
  return type == SourceType::user_inline ? "user" : type == SourceType::group_inline ? "group" : "role";
}

bool names(const api::iam::PolicyIdentifier& identifier, const policy::Attached& policy) {
  using policy::SourceType;
  if (identifier.policy_type) {
    const std::string& type = *identifier.policy_type;
    if (type == kinds::inline_) return is_inline(policy.type);
    if (type == kinds::aws_managed) return policy.type == SourceType::aws_managed;
    if (type == kinds::user_managed) return policy.type == SourceType::user_managed;
    return type == kinds::permission_boundary && policy.type == SourceType::boundary;
  }
  if (identifier.policy_arn) return policy.arn == *identifier.policy_arn;
  const auto& inlined = identifier.inline_policy_identifier;
  return inlined && is_inline(policy.type) && policy.name == inlined->policy_name &&
         holder_word(policy.type) == inlined->attachment_type && matches(inlined->attachment_name, policy.holder);
}

Result<void> check_identifier(const api::iam::PolicyIdentifier& identifier) {
  const int given = int(identifier.policy_type.has_value()) + int(identifier.policy_arn.has_value()) +
                    int(identifier.inline_policy_identifier.has_value());
  if (given != 1) return invalid("A policy identifier must have exactly one of its members.");
  if (identifier.policy_arn && !parse_policy_arn(*identifier.policy_arn)) {
    return invalid("ARN " + *identifier.policy_arn + " is not valid.");
  }
  if (identifier.inline_policy_identifier &&
      std::ranges::count(identifier.inline_policy_identifier->attachment_name, '*') > 1) {
    return invalid("An attachment name can have one * at most.");
  }
  return {};
}

}  // namespace

Result<void> check_simulated_action(std::string_view action) {
  const size_t colon = action.find(':');
  const bool is_action = colon != std::string_view::npos && colon > 0 && colon + 1 < action.size() &&
                         action.find(':', colon + 1) == std::string_view::npos &&
                         action.find_first_of("*? \t\r\n") == std::string_view::npos;
  return is_action ? Result<void>{} : invalid("Invalid action: " + std::string(action));
}

Result<void> check_simulated_resource(std::string_view resource) {
  if (resource == "*") return {};
  const bool is_arn = resource.starts_with("arn:") && std::ranges::count(resource, ':') >= 5;
  return is_arn ? Result<void>{} : invalid("Invalid resource ARN: " + std::string(resource));
}

Result<void> check_resource_handling(std::string_view option, const std::vector<std::string>& resources) {
  const auto found = std::ranges::find(handlings(), option, &Handling::option);
  if (found == handlings().end()) return invalid("Invalid resource handling option: " + std::string(option));
  for (const std::string_view need : found->needs) {
    const std::string kind = ":" + std::string(need) + "/";
    const bool is_there = std::ranges::any_of(
        resources, [&](const std::string& arn) { return arn.starts_with("arn:aws:ec2:") && arn.contains(kind); });
    if (!is_there) return invalid(std::string(option) + " needs a resource of the kind " + std::string(need) + ".");
  }
  return {};
}

Result<Principal> simulated_caller(const std::string& arn, const Call& call) {
  const auto parsed = read_entity_arn(arn);
  constexpr std::string_view kRoot = ":root";
  if (!parsed) {
    constexpr size_t kAccountAt = std::string_view("arn:aws:iam::").size();
    constexpr size_t kAccountDigits = 12;
    if (!arn.starts_with("arn:aws:iam::") || arn.size() != kAccountAt + kAccountDigits + kRoot.size() ||
        !arn.ends_with(kRoot)) {
      return invalid("Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
    }
    // Not the root itself, who may everything: somebody of its account with the given policies.
    return Principal{.account = arn.substr(kAccountAt, kAccountDigits), .arn = arn, .kind = PrincipalKind::user};
  }
  Principal caller{.account = parsed->account, .arn = arn, .kind = PrincipalKind::user, .name = parsed->name};
  if (arn == call.principal.arn) caller.id = call.principal.id;
  if (parsed->kind == "role") {
    constexpr std::string_view kSession = "simulation";
    caller.kind = PrincipalKind::assumed_role;
    caller.arn = "arn:aws:sts::" + parsed->account + ":assumed-role/" + parsed->name + "/" + std::string(kSession);
    Session session{.issued_at = call.now, .name = std::string(kSession), .issuer_arn = arn};
    caller.session = std::make_shared<const Session>(std::move(session));
  } else if (parsed->kind != "user" && parsed->kind != "group") {
    return invalid("Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
  }
  return caller;
}

Result<std::string> simulated_owner(const std::optional<std::string>& owner, const std::string& otherwise) {
  if (!owner) return otherwise;
  constexpr std::string_view kStart = "arn:aws:iam::";
  std::string_view account = *owner;
  if (account.starts_with(kStart)) account = account.substr(kStart.size(), 12);
  const bool is_account =
      account.size() == 12 && std::ranges::all_of(account, [](char c) { return c >= '0' && c <= '9'; });
  return is_account ? Result<std::string>(account) : invalid("Invalid resource owner: " + *owner);
}

Result<void> fill_context(policy::Context& context, const Principal& caller, const std::vector<SessionTag>& tags,
                          const std::optional<std::vector<api::iam::ContextEntry>>& entries) {
  const bool is_user = caller.kind == PrincipalKind::user && caller.arn.contains(":user/");
  if (is_user) context.set("aws:username", caller.name);
  if (!caller.id.empty()) context.set("aws:userid", caller.id);
  context.set("aws:PrincipalArn", std::string(policy::principal_arn(caller)));
  context.set("aws:PrincipalAccount", caller.account);
  for (const SessionTag& tag : tags) context.set("aws:PrincipalTag/" + tag.key, tag.value);
  if (!entries) return {};
  for (const api::iam::ContextEntry& entry : *entries) {
    if (!entry.context_key_name || !entry.context_key_values || !entry.context_key_type) {
      return invalid("A context entry must have a name, values and a type.");
    }
    context.set(*entry.context_key_name, *entry.context_key_values);
  }
  return {};
}

Result<void> exclude_policies(const std::vector<api::iam::PolicyIdentifier>& identifiers, policy::PolicySet& policies) {
  for (const api::iam::PolicyIdentifier& identifier : identifiers) {
    REQUIRE_OK(check_identifier(identifier));
    std::erase_if(policies.identity, [&](const policy::Attached& policy) { return names(identifier, policy); });
    if (policies.boundary && names(identifier, *policies.boundary)) policies.boundary.reset();
  }
  return {};
}

int severity_of(std::string_view decision) {
  namespace decisions = api::iam::values::policy_evaluation_decision_type;
  return decision == decisions::explicit_deny ? 2 : decision == decisions::implicit_deny ? 1 : 0;
}

}  // namespace lightwell::iam
