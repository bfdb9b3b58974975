#include "policy/denial.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/one_line.h"
#include "base/text.h"

namespace lightwell::policy {
namespace {

struct LayerWords {
  std::string_view one;   // with an explicit deny in …
  std::string_view none;  // because no … allows the … action
};

LayerWords words_of(Layer layer) {
  switch (layer) {
    case Layer::identity: return {"an identity-based policy", "identity-based policy"};
    case Layer::resource: return {"a resource-based policy", "resource-based policy"};
    case Layer::boundary: return {"a permissions boundary", "permissions boundary"};
    case Layer::session: return {"a session policy", "session policy"};
    case Layer::service_control: return {"a service control policy", "service control policy"};
    case Layer::root: return {"the root user's permissions", "permission of the root user"};
  }
  return {};
}

// STS has no resource with a policy but the role that is taken, whichever of its actions is missing.
bool is_role_assumption(const Request& request) {
  return to_lower(request.action).starts_with("sts:") && request.resource.find(":role/") != request.resource.npos;
}

std::string_view caller_of(const Principal& principal) {
  if (!principal.arn.empty()) return principal.arn;
  return principal.name.empty() ? std::string_view("anonymous") : std::string_view(principal.name);
}

// Actions of IAM whose refusals say the ARN. All others say the kind of the thing and its name.
bool is_told_by_arn(std::string_view action) {
  constexpr std::string_view kActions[] = {"iam:createuser",
                                           "iam:creategroup",
                                           "iam:createrole",
                                           "iam:createinstanceprofile",
                                           "iam:listusers",
                                           "iam:listgroups",
                                           "iam:listroles",
                                           "iam:listinstanceprofiles",
                                           "iam:taguser",
                                           "iam:tagrole",
                                           "iam:taginstanceprofile",
                                           "iam:simulateprincipalpolicy",
                                           "iam:untaguser",
                                           "iam:untagrole",
                                           "iam:passrole",
                                           "iam:untaginstanceprofile",
                                           "iam:createservicelinkedrole"};
  return std::ranges::find(kActions, action) != std::end(kActions);
}

// "user ann", "instance profile web", "policy arn:…": a new policy has no ARN yet.
std::string iam_words(std::string_view action, std::string_view resource) {
  if (action == "iam:listpolicies") return "policy path /";
  const size_t kind_at = resource.rfind(':') + 1;
  const size_t slash = resource.find('/', kind_at);
  if (slash == resource.npos || is_told_by_arn(action)) return std::string(resource);
  const std::string_view kind = resource.substr(kind_at, slash - kind_at);
  const std::string_view name = resource.substr(resource.rfind('/') + 1);
  const bool is_new = action == "iam:createpolicy" || action == "iam:tagpolicy";
  if (kind == "policy") return fmt::format("policy {}", is_new ? name : resource);
  if (kind == "instance-profile") return fmt::format("instance profile {}", name);
  const bool has_name = kind == "user" || kind == "group" || kind == "role";
  return has_name ? fmt::format("{} {}", kind, name) : std::string(resource);
}

// S3 puts quotes around the resource and leaves "every bucket" away; the others do neither.
std::string resource_words(const Request& request) {
  const std::string action = to_lower(request.action);
  const bool is_s3 = action.starts_with("s3:");
  const bool is_every_bucket = request.resource == "*" || request.resource == "arn:aws:s3:::*";
  if (request.resource.empty() || (is_s3 && is_every_bucket)) return {};
  if (action.starts_with("iam:")) return fmt::format(" on resource: {}", shown(iam_words(action, request.resource)));
  const std::string resource = shown(request.resource);
  return is_s3 ? fmt::format(" on resource: \"{}\"", resource) : fmt::format(" on resource: {}", resource);
}

std::string source_words(const Attached& source) {
  const auto owner = [&](std::string_view kind) {
    return source.holder.empty() ? std::string() : fmt::format(" of {} \"{}\"", kind, source.holder);
  };
  const std::string name = source.name.empty() ? std::string() : fmt::format(" \"{}\"", shown(source.name));
  switch (source.type) {
    case SourceType::user_managed: return fmt::format("the managed policy{}", name);
    case SourceType::aws_managed: return fmt::format("the AWS managed policy{}", name);
    case SourceType::user_inline: return fmt::format("the inline policy{}{}", name, owner("user"));
    case SourceType::group_inline: return fmt::format("the inline policy{}{}", name, owner("group"));
    case SourceType::role_inline: return fmt::format("the inline policy{}{}", name, owner("role"));
    case SourceType::resource: return fmt::format("the resource's policy{}", name);
    case SourceType::trust: return fmt::format("the trust policy of role{}", name);
    case SourceType::boundary: return fmt::format("the permissions boundary{}", name);
    case SourceType::session: return fmt::format("the session policy{}", name);
    case SourceType::service_control: return fmt::format("the service control policy{}", name);
  }
  return {};
}

// An object has no policy of its own: its bucket has.
std::string_view policy_holder(std::string_view resource) {
  return resource.starts_with("arn:aws:s3:::") ? resource.substr(0, resource.find('/')) : resource;
}

// Who ought to hold the statement that is missing.
std::string where_missing(const Request& request, const Decision& decision) {
  const Principal& principal = request.principal;
  switch (decision.layer) {
    case Layer::identity: {
      const bool is_role = principal.kind == PrincipalKind::assumed_role;
      return fmt::format("an identity-based policy of {}", is_role ? principal_arn(principal) : caller_of(principal));
    }
    case Layer::resource:
      return fmt::format("the {}policy of {}", is_role_assumption(request) ? "trust " : "",
                         shown(policy_holder(request.resource)));
    case Layer::boundary: return "its permissions boundary";
    case Layer::session: return "the policies of its session";
    default: return "a service control policy";
  }
}

std::string join_operands(const Condition& condition) {
  std::string texts;
  for (const Operand& operand : condition.operands()) {
    if (!texts.empty()) texts += " or ";
    texts += '"' + shown(operand.pattern.text()) + '"';
  }
  return texts.empty() ? "nothing" : texts;
}

std::string request_words(const Context::Values* values) {
  if (values == nullptr) return "the request has no such key";
  if (values->empty()) return "the request has it empty";
  return fmt::format("the request has \"{}\"", shown(fmt::format("{}", fmt::join(*values, "\", \""))));
}

std::string unmet_lines(const Request& request, const Match& match) {
  std::string lines;
  for (const Condition& condition : match.statement->conditions) {
    if (condition.holds(request.context)) continue;
    lines += fmt::format("    {} {} asks for {}; {}\n", condition.operator_name(), condition.key(),
                         join_operands(condition), request_words(request.context.find(condition.lower_key())));
  }
  return lines;
}

// Statements that matter to the verdict: denies to a deny, allows to all else.
bool concerns(const Match& match, Verdict verdict) {
  return (match.statement->effect == Effect::deny) == (verdict == Verdict::explicit_deny);
}

std::string verdict_line(const Request& request, const Decision& decision) {
  const std::string what =
      fmt::format("{} on {} by {}", request.action, shown(request.resource), caller_of(request.principal));
  if (!decision.is_allowed()) return fmt::format("{}: denied, {}\n", what, denial_reason(request, decision));
  const auto granted_by = decision.layer == Layer::root ? "is the account's root" : "is allowed";
  return fmt::format("{}: {}\n", what, granted_by);
}

}  // namespace

std::string shown(std::string_view text, size_t bytes_max) { return one_line(text, bytes_max); }

std::string denial_reason(const Request& request, const Decision& decision) {
  if (decision.is_allowed()) return {};
  LayerWords words = words_of(decision.layer);
  if (decision.layer == Layer::resource && is_role_assumption(request)) {
    words = {"the role trust policy", "role trust policy"};
  }
  // AWS says so of a service control policy whether it denies or only does not allow.
  if (decision.verdict == Verdict::explicit_deny || decision.layer == Layer::service_control) {
    return fmt::format("with an explicit deny in {}", words.one);
  }
  return fmt::format("because no {} allows the {} action", words.none, request.action);
}

std::string denial_message(const Request& request, const Decision& decision) {
  if (decision.is_allowed()) return {};
  return fmt::format("User: {} is not authorized to perform: {}{} {}", caller_of(request.principal), request.action,
                     resource_words(request), denial_reason(request, decision));
}

std::string place_of(const Match& match) {
  const Statement& statement = *match.statement;
  const std::string sid = statement.sid.empty() ? std::string() : fmt::format(" \"{}\"", shown(statement.sid));
  return fmt::format("statement {}{} (line {}, column {}) of {}", statement.number, sid, statement.start.line,
                     statement.start.column, source_words(*match.source));
}

std::string explain(const Request& request, const Decision& decision) {
  std::string lines = verdict_line(request, decision);
  for (const Match& match : decision.matches) {
    if (!concerns(match, decision.verdict)) continue;
    const std::string_view verb = match.statement->effect == Effect::deny ? "denied by" : "allowed by";
    lines += fmt::format("  {} {}\n", verb, place_of(match));
  }
  if (decision.verdict == Verdict::implicit_deny) {
    const bool any = std::any_of(decision.matches.begin(), decision.matches.end(),
                                 [](const Match& match) { return match.statement->effect == Effect::allow; });
    if (!any) lines += "  no statement allows it\n";
    lines += fmt::format("  missing: {} on {} in {}\n", request.action, shown(request.resource),
                         where_missing(request, decision));
  }
  for (const Match& match : decision.unmet) {
    if (decision.is_allowed()) break;
    lines += fmt::format("  but for a condition, it would apply: {}\n{}", place_of(match), unmet_lines(request, match));
  }
  return lines;
}

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::allowed: return "allowed";
    case Verdict::explicit_deny: return "explicitDeny";
    case Verdict::implicit_deny: return "implicitDeny";
  }
  return {};
}

Position simulator_start(const Statement& statement) {
  return {statement.start.line, statement.start.column + (statement.is_listed ? 0 : 1)};
}

Position simulator_end(const Statement& statement) { return {statement.end.line, statement.end.column + 1}; }

}  // namespace lightwell::policy
