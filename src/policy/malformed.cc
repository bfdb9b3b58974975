#include "policy/malformed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace lightwell::policy {
namespace {

constexpr std::array<std::string_view, 8> kPartitions = {"aws",       "aws-cn",    "aws-us-gov", "aws-iso",
                                                         "aws-iso-b", "aws-iso-e", "aws-iso-f",  "aws-eusc"};
constexpr std::array<std::string_view, 13> kIamResources = {"user/",
                                                            "federated-user/",
                                                            "role/",
                                                            "group/",
                                                            "instance-profile/",
                                                            "mfa/",
                                                            "server-certificate/",
                                                            "policy/",
                                                            "sms-mfa/",
                                                            "saml-provider/",
                                                            "oidc-provider/",
                                                            "report/",
                                                            "access-report/"};
// What of S3 lives in a region; buckets and objects have none in their ARN.
constexpr std::array<std::string_view, 7> kRegionalOfS3 = {
    "accesspoint", "job/", "storage-lens", "async-request/", "access-grants", "bucket/", "*"};
constexpr std::string_view kVendorFlaw = "Resource vendor must be fully qualified and cannot contain regexes.";

// The rounds IAM makes over a document.
int round_of(Problem problem) {
  switch (problem) {
    case Problem::old_version: return 1;
    case Problem::effect_case:
    case Problem::bad_date:
    case Problem::cut_resource: return 2;
    case Problem::prohibited_field: return 3;
    case Problem::sid_double: return 4;
    case Problem::sid_letters: return 5;
    case Problem::no_actions: return 6;
    case Problem::bad_resource: return 7;
    case Problem::no_resources: return 8;
    case Problem::bad_action: return 9;
    default: return 0;
  }
}

std::string iam_words(Problem problem, std::string_view detail) {
  switch (problem) {
    case Problem::old_version: return "Policy document must be version 2012-10-17 or greater.";
    case Problem::effect_case:
    case Problem::bad_date:
    case Problem::cut_resource: return "The policy failed legacy parsing";
    case Problem::prohibited_field: return "Policy document should not specify a principal.";
    case Problem::sid_double: return "Statement IDs (SID) in a single policy must be unique.";
    case Problem::sid_letters:
      return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
             "[0-9A-Za-z]*";
    case Problem::no_actions: return "Policy statement must contain actions.";
    case Problem::no_resources: return "Policy statement must contain resources.";
    case Problem::bad_action:
    case Problem::bad_resource: return std::string(detail);
    default: return "Syntax errors in policy.";
  }
}

std::string attached_words(Kind kind, Problem problem, Position position, std::string_view detail) {
  const bool is_trust = kind == Kind::trust;
  switch (problem) {
    case Problem::not_json: return "This policy contains invalid Json";
    case Problem::unknown_field: return fmt::format("Unknown field {}", detail);
    case Problem::missing_field: return fmt::format("Missing required field {}", detail);
    case Problem::prohibited_field: return fmt::format("Has prohibited field {}", detail);
    case Problem::no_actions: return "Missing required field Action";
    case Problem::no_resources: return "Missing required field Resource";
    case Problem::empty_statement: return "Could not parse the policy: Statement is empty!";
    case Problem::bad_version: return "The policy must contain a valid version string";
    case Problem::bad_effect:
    case Problem::effect_case: return fmt::format("Invalid effect: {}", detail);
    case Problem::bad_operator: return fmt::format("Invalid Condition type : {}", detail);
    case Problem::bad_address: return "Invalid IP address in Conditions";
    case Problem::sid_double: return "Statement IDs (SID) in a single policy must be unique.";
    case Problem::sid_letters: return iam_words(problem, detail);
    case Problem::bad_action: return is_trust ? std::string(detail) : "Policy has invalid action";
    case Problem::bad_resource:
    case Problem::cut_resource: return "Policy has invalid resource";
    case Problem::no_principals:
      if (!is_trust) return "Invalid principal in policy";
      return "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a "
             "statement with no principals!";
    case Problem::bad_principal:
      return is_trust ? fmt::format("Invalid principal in policy: {}", detail) : "Invalid principal in policy";
    case Problem::foreign_action:
      return "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and "
             "sts:AssumeRoleWithWebIdentity";
    default:
      return is_trust ? fmt::format("Syntax error at position ({},{})", position.line, position.column)
                      : "Invalid policy syntax.";
  }
}

std::string words(Kind kind, Problem problem, Position position, std::string_view detail) {
  if (kind == Kind::session && problem == Problem::not_json) return "The policy is not in the valid JSON format.";
  return is_iam(kind) ? iam_words(problem, detail) : attached_words(kind, problem, position, detail);
}

std::vector<std::string_view> split_colons(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t colon = text.find(':');
    parts.push_back(text.substr(0, colon));
    if (colon == text.npos) return parts;
    text.remove_prefix(colon + 1);
  }
}

template <class Prefixes>
bool starts_with_any(std::string_view text, const Prefixes& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

std::string partition_flaw(std::string_view resource, const std::vector<std::string_view>& parts) {
  const auto part = [&](size_t i) { return i < parts.size() ? parts[i] : std::string_view("*"); };
  std::string_view rest = "*";
  if (parts.size() > 5) rest = resource.substr(size_t(parts[5].data() - resource.data()));
  return fmt::format("Partition \"{}\" is not valid for resource \"arn:{}:{}:{}:{}:{}\".", parts[1], parts[1], part(2),
                     part(3), part(4), rest);
}

std::optional<std::string> iam_resource_flaw(std::string_view resource, const std::vector<std::string_view>& parts) {
  if (!parts[3].empty()) return fmt::format("IAM resource {} cannot contain region information.", resource);
  const bool has_path = parts.size() > 5 && parts[5] != "root" && !parts[5].starts_with('*');
  if (!has_path || starts_with_any(parts[5], kIamResources)) return std::nullopt;
  return fmt::format("IAM resource path must either be \"*\", root, or start with {}.", fmt::join(kIamResources, ", "));
}

}  // namespace

void Flaws::note(Problem problem, Position position, std::string_view detail) {
  const int round = is_iam(kind_) ? round_of(problem) : 0;
  if (worst_ && round_ <= round) return;
  round_ = round;
  worst_ = Flaw{words(kind_, problem, position, detail), position};
}

bool is_iam(Kind kind) { return kind != Kind::resource && kind != Kind::trust; }

std::optional<std::string> action_flaw(std::string_view action) {
  if (action == "*") return std::nullopt;
  const auto parts = split_colons(action);
  if (parts.size() == 1) return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  if (parts.size() > 2) return "Actions/Condition can contain only one colon.";
  const auto is_vendor = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
  };
  if (parts[0] != "*" && !std::all_of(parts[0].begin(), parts[0].end(), is_vendor)) {
    return fmt::format("Vendor {} is not valid", parts[0]);
  }
  return std::nullopt;
}

bool is_cut_resource(std::string_view resource) {
  if (resource == "*") return false;
  const auto parts = split_colons(resource);
  if (parts.size() < 3) return false;
  return parts[2].empty() || (parts.size() < 6 && resource.contains("::"));
}

std::optional<std::string> resource_flaw(std::string_view resource) {
  if (resource == "*") return std::nullopt;
  const auto parts = split_colons(resource);
  if (parts.size() < 2) {
    return fmt::format("Resource {} must be in ARN format or \"*\".", resource);
  }
  if (parts[1] != "*" && std::find(kPartitions.begin(), kPartitions.end(), parts[1]) == kPartitions.end()) {
    return partition_flaw(resource, parts);
  }
  if (parts.size() < 3 || parts[2].find_first_of("*?$") != std::string_view::npos) return std::string(kVendorFlaw);
  if (parts.size() < 4) return std::nullopt;
  if (parts[2] == "iam") return iam_resource_flaw(resource, parts);
  const bool is_regional = parts[3].empty() || (parts.size() > 5 && starts_with_any(parts[5], kRegionalOfS3));
  if (parts[2] == "s3" && !is_regional) {
    return fmt::format("Resource {} can not contain region information.", resource);
  }
  return std::nullopt;
}

}  // namespace lightwell::policy
