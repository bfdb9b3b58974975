// Judges requests by the evaluation of src/policy, one JSON object a line:
//
//   {"principal": ARN, "action": "s3:GetObject", "resource": ARN, "owner": ACCOUNT, "context": {KEY: TEXT or [TEXTS]},
//    "identity": [POLICIES], "boundary": POLICY, "session": [POLICIES], "service_control": [POLICIES],
//    "resource_policy": POLICY}
//   -> {"verdict": "allowed"} (explicitDeny, implicitDeny), or {"malformed": WORDS}
//
// The last four may be missing.

#include <boost/json.hpp>
#include <iostream>

#include "policy/denial.h"
#include "policy/evaluate.h"

namespace {

using namespace lightwell;
namespace json = boost::json;

struct Malformed {
  std::string words;
};

std::string_view text_of(const json::object& asked, std::string_view name) { return asked.at(name).as_string(); }

Principal caller(std::string_view arn) {
  Principal who{.account = std::string(arn.substr(13, 12)), .arn = std::string(arn), .access_key_id = "AKIA"};
  const std::string_view what = arn.substr(26);
  const std::string_view names = what.substr(what.find('/') + 1);
  who.name = names.substr(names.rfind('/') + 1);
  if (what == "root") {
    who.id = who.account;
  } else if (what.starts_with("user/")) {
    who.kind = PrincipalKind::user;
    who.id = "AIDAEXAMPLEUSERID0001";
  } else {
    auto session = std::make_shared<Session>();
    const bool is_role = what.starts_with("assumed-role/");
    who.kind = is_role ? PrincipalKind::assumed_role : PrincipalKind::federated_user;
    who.id = (is_role ? "AROAEXAMPLEDEFAULT001:" : who.account + ":") + who.name;
    session->issuer_arn =
        fmt::format("arn:aws:iam::{}:{}/{}", who.account, is_role ? "role" : "user", names.substr(0, names.find('/')));
    session->name = who.name;
    who.session = std::move(session);
  }
  return who;
}

policy::Attached attached(const json::value& document, policy::Kind kind, policy::SourceType type) {
  auto read = policy::parse(json::serialize(document), kind);
  if (!read) throw Malformed{read.error().message};
  return {.document = *std::move(read), .name = "asked", .type = type};
}

std::vector<policy::Attached> all_attached(const json::object& asked, std::string_view name, policy::Kind kind,
                                           policy::SourceType type) {
  std::vector<policy::Attached> out;
  if (const json::value* list = asked.if_contains(name)) {
    for (const json::value& one : list->as_array()) out.push_back(attached(one, kind, type));
  }
  return out;
}

policy::Context context_of(const json::object& asked) {
  policy::Context context;
  for (const auto& [key, value] : asked.at("context").as_object()) {
    policy::Context::Values values;
    if (value.is_array()) {
      for (const json::value& one : value.as_array()) values.emplace_back(one.as_string());
    } else {
      values.emplace_back(value.as_string());
    }
    context.set(key, std::move(values));
  }
  return context;
}

policy::PolicySet policies_of(const json::object& asked) {
  using policy::Kind, policy::SourceType;
  policy::PolicySet set;
  set.identity = all_attached(asked, "identity", Kind::identity, SourceType::user_inline);
  if (const json::value* boundary = asked.if_contains("boundary")) {
    set.boundary = attached(*boundary, Kind::managed, SourceType::boundary);
  }
  set.has_session = asked.contains("session");
  set.session = all_attached(asked, "session", Kind::session, SourceType::session);
  set.service_control = all_attached(asked, "service_control", Kind::service_control, SourceType::service_control);
  return set;
}

json::object answer(const json::object& asked) {
  const Principal principal = caller(text_of(asked, "principal"));
  const policy::PolicySet set = policies_of(asked);
  std::vector<policy::Attached> of_resource;
  if (const json::value* document = asked.if_contains("resource_policy")) {
    of_resource.push_back(attached(*document, policy::Kind::resource, policy::SourceType::resource));
  }
  const policy::Context context = context_of(asked);
  const policy::Request request{.principal = principal,
                                .action = text_of(asked, "action"),
                                .resource = text_of(asked, "resource"),
                                .resource_account = text_of(asked, "owner"),
                                .context = context};
  const auto decision = policy::evaluate(request, set, of_resource.empty() ? nullptr : &of_resource);
  return {{"verdict", policy::to_text(decision.verdict)}, {"why", policy::explain(request, decision)}};
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    json::object told;
    try {
      told = answer(json::parse(line).as_object());
    } catch (const Malformed& broken) {
      told = {{"malformed", broken.words}};
    }
    std::cout << json::serialize(told) << std::endl;
  }
}
