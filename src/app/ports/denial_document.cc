#include <boost/json.hpp>

#include "app/ports/sts_ports.h"
#include "base/text.h"

namespace lightwell::app {
namespace {

namespace json = boost::json;

// AWS writes lists as {"items": [{"value": …}]}.
json::object items(json::array list) { return {{"items", std::move(list)}}; }

json::object values_of(const std::vector<std::string>& texts) {
  json::array list;
  for (const std::string& text : texts) list.push_back(json::object{{"value", text}});
  return items(std::move(list));
}

template <class Patterns>
json::object texts_of(const Patterns& patterns) {
  json::array list;
  for (const auto& pattern : patterns) list.push_back(json::object{{"value", pattern.text()}});
  return items(std::move(list));
}

json::object statement_of(const policy::Match& match) {
  const policy::Statement& statement = *match.statement;
  json::array conditions;
  for (const policy::Condition& condition : statement.conditions) {
    json::array values;
    for (const policy::Operand& operand : condition.operands()) {
      values.push_back(json::object{{"value", operand.pattern.text()}});
    }
    conditions.push_back(json::object{
        {"key", condition.key()}, {"operator", condition.operator_name()}, {"values", items(std::move(values))}});
  }
  return {{"statementId", statement.sid},
          {"effect", statement.effect == policy::Effect::deny ? "DENY" : "ALLOW"},
          {"principals", texts_of(statement.principals)},
          {statement.is_not_action ? "notActions" : "actions", texts_of(statement.actions)},
          {statement.is_not_resource ? "notResources" : "resources", texts_of(statement.resources)},
          {"conditions", items(std::move(conditions))}};
}

constexpr std::string_view kTagKeys = "aws:TagKeys";
constexpr std::string_view kKeys[] = {
    "aws:PrincipalArn",       "aws:PrincipalAccount", "aws:PrincipalType",   "aws:userid",
    "aws:username",           "aws:SourceIdentity",   "aws:TokenIssueTime",  "aws:MultiFactorAuthPresent",
    "aws:MultiFactorAuthAge", "aws:SourceIp",         "aws:SecureTransport", "aws:CurrentTime",
    "aws:EpochTime",          "aws:UserAgent",        "aws:RequestedRegion", "aws:ResourceAccount",
    "ec2:CreateAction",       "ec2:KeyPairName",      "ec2:KeyPairType",     kTagKeys};

// The conditions a policy could have asked for, with what the request says to them.
json::array conditions_of(const policy::Context& context) {
  json::array conditions;
  const auto add = [&](std::string_view key) {
    const policy::Context::Values* values = context.find(to_lower(key));
    if (values != nullptr) conditions.push_back(json::object{{"key", key}, {"values", values_of(*values)}});
  };
  for (const std::string_view key : kKeys) add(key);
  if (const auto* tags = context.find(to_lower(kTagKeys))) {
    for (const std::string& tag : *tags) add("aws:RequestTag/" + tag);
  }
  return conditions;
}

}  // namespace

std::string denial_document(const policy::Request& request, const policy::Decision& decision) {
  json::array matched;
  for (const policy::Match& match : decision.matches) matched.push_back(statement_of(match));
  const Principal& who = request.principal;
  const json::object document = {
      {"allowed", decision.is_allowed()},
      {"explicitDeny", decision.verdict == policy::Verdict::explicit_deny},
      {"matchedStatements", items(std::move(matched))},
      {"failures", items({})},
      {"context",
       json::object{{"principal",
                     json::object{{"id", who.id.empty() ? who.account : who.id}, {"name", who.name}, {"arn", who.arn}}},
                    {"action", std::string(request.action)},
                    {"resource", std::string(request.resource)},
                    {"conditions", items(conditions_of(request.context))}}}};
  return json::serialize(document);
}

}  // namespace lightwell::app
