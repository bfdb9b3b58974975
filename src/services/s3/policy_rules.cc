#include "services/s3/policy_rules.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/condition.h"
#include "services/s3/condition_key_rules.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

using policy::Statement;

constexpr std::string_view kArn = "arn:aws:s3:::";

// Actions on objects that do not have "Object" in their name.
constexpr std::array<std::string_view, 6> kObjectActions = {
    "s3:abortmultipartupload", "s3:listmultipartuploadparts", "s3:bypassgovernanceretention", "s3:replicatedelete",
    "s3:replicatetags",        "s3:initiatereplication"};

// Keys that hold a grant to whom they name, when the value is fixed.
constexpr std::array<std::string_view, 12> kFixingKeys = {
    "aws:principalarn", "aws:principalaccount", "aws:principalorgid",    "aws:principalorgpaths",
    "aws:sourcearn",    "aws:sourceaccount",    "aws:sourceowner",       "aws:sourcevpc",
    "aws:sourcevpce",   "aws:userid",           "s3:dataaccesspointarn", "s3:dataaccesspointaccount"};

std::unexpected<Error> malformed(std::string words) { return fail(errors::malformed_policy, std::move(words)); }

// Whether a resource means this bucket, or something in it.
bool is_of_bucket(std::string_view resource, std::string_view bucket) {
  if (!resource.starts_with(kArn)) return false;
  const std::string_view rest = resource.substr(kArn.size());
  const std::string_view name = rest.substr(0, rest.find('/'));
  if (name.find("${") != name.npos) return true;
  const std::string codes = policy::action_codes(std::string(name));
  // A star at the end of the whole resource reaches over the slash.
  return policy::matches_codes(codes, bucket) ||
         (name == rest && policy::matches_codes(codes, std::string(bucket) + "/key"));
}

template <class Texts>
bool is_among(const Texts& texts, std::string_view text) {
  return std::ranges::find(texts, text) != std::ranges::end(texts);
}

bool is_on_objects(std::string_view lower_action) {
  if (is_among(kObjectActions, lower_action)) return true;
  return lower_action.find("object") != lower_action.npos && lower_action.find("bucket") == lower_action.npos;
}

// Every action must find a resource of its kind. One with a wildcard may mean either.
bool applies(const Statement& statement) {
  if (statement.is_not_action || statement.is_not_resource) return true;
  const auto any = [&](auto fits_resource) { return std::ranges::any_of(statement.resources, fits_resource); };
  const bool has_objects =
      any([](const policy::Pattern& one) { return one.text().find_first_of("/*$") != std::string::npos; });
  const bool has_buckets = any([](const policy::Pattern& one) { return one.text().find('/') == std::string::npos; });
  return std::ranges::all_of(statement.actions, [&](const policy::ActionPattern& action) {
    const std::string name = to_lower(action.text());
    if (name.find_first_of("*?") != name.npos) return true;
    return is_on_objects(name) ? has_objects : has_buckets;
  });
}

// AWS refuses a statement of which one action can never have a key that is asked for.
Result<void> check_conditions(const Statement& statement) {
  for (const policy::Condition& condition : statement.conditions) {
    const std::string& key = condition.lower_key();
    if (!is_condition_key(key)) return malformed("Policy has an invalid condition key");
    if (statement.is_not_action) continue;
    const bool can_hold = std::ranges::all_of(statement.actions, [&](const policy::ActionPattern& action) {
      return may_have_key(to_lower(action.text()), key);
    });
    if (!can_hold) return malformed("Conditions do not apply to combination of actions and resources in statement");
  }
  return {};
}

Result<void> check_statement(const Statement& statement, std::string_view bucket) {
  for (const policy::ActionPattern& action : statement.actions) {
    const std::string name = to_lower(action.text());
    if (name != "*" && !name.starts_with("s3:")) return malformed("Policy has invalid action");
  }
  for (const policy::Pattern& resource : statement.resources) {
    if (!is_of_bucket(resource.text(), bucket)) return malformed("Policy has invalid resource");
  }
  if (!applies(statement)) return malformed("Action does not apply to any resource(s) in statement");
  return check_conditions(statement);
}

bool is_fixed(const policy::Operand& operand) {
  return operand.pattern.text().find_first_of("*?") == std::string::npos && operand.pattern.variables().empty();
}

// A range of addresses that is no wider than S3 takes for somebody's own.
bool is_narrow(const policy::Operand& operand) {
  constexpr uint8_t kMappedBits = 96;
  if (!operand.block) return false;
  const bool is_version_4 = operand.pattern.text().find(':') == std::string::npos;
  return operand.block->prefix_bits >= (is_version_4 ? kMappedBits + 8 : 32);
}

// Whether a condition holds the grant to those it names. One that a request without the key satisfies does not.
bool narrows(const policy::Condition& condition) {
  const policy::Operator& what = condition.what();
  if (what.is_negated || what.is_if_exists || what.quantifier == policy::Quantifier::for_all_values) return false;
  if (condition.lower_key() == "aws:sourceip") {
    return what.comparison == policy::Comparison::ip_address && std::ranges::all_of(condition.operands(), is_narrow);
  }
  const bool compares = what.comparison == policy::Comparison::string_equals ||
                        what.comparison == policy::Comparison::string_equals_ignore_case ||
                        what.comparison == policy::Comparison::string_like ||
                        what.comparison == policy::Comparison::arn_like;
  return compares && is_among(kFixingKeys, condition.lower_key()) &&
         std::ranges::all_of(condition.operands(), is_fixed);
}

}  // namespace

Result<std::shared_ptr<const policy::Document>> check_bucket_policy(std::string_view json, std::string_view bucket) {
  auto document = policy::parse(json, policy::Kind::resource);
  if (!document) return malformed(std::move(document).error().message);
  if ((*document)->characters() > kPolicyBytesMax) {
    return malformed("Normalized policy document exceeds the maximum allowed size of 20480 bytes");
  }
  for (const Statement& statement : (*document)->statements()) REQUIRE_OK(check_statement(statement, bucket));
  return *std::move(document);
}

bool is_public(const policy::Document& document) {
  return std::ranges::any_of(document.statements(), [](const Statement& statement) {
    if (statement.effect != policy::Effect::allow) return false;
    const bool is_open = statement.is_not_principal ||
                         std::ranges::any_of(statement.principals, &policy::PrincipalPattern::is_everybody);
    return is_open && std::ranges::none_of(statement.conditions, narrows);
  });
}

}  // namespace lightwell::s3
