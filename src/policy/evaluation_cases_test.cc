// The cases of cases/*.toml: what AWS's documentation says of its evaluation, sentence by sentence.
//
// A [[group]] holds policies (identity, boundary, resource or trust, service_control) and who asks (`as`), whose the
// resource is (`owner`, else the caller's) and whether its policy must allow (`rule`). A case is
// [sentence, action, resource, decision, more]: `more` sets condition keys and, with "@", changes the group:
// "@as", "@owner", "@id", "@canonical", "@identity", "@boundary" and "@session" (an action that is allowed, or after
// "!" the only one denied), "@layer" and "@missing" (what else to expect).

#include <doctest/doctest.h>
#include <toml++/toml.h>

#include <filesystem>

#include "base/text.h"
#include "policy/denial.h"
#include "policy/evaluate.h"

namespace lightwell::policy {
namespace {

constexpr std::string_view kAnn = "arn:aws:iam::111122223333:user/ann";
constexpr std::string_view kLayers[] = {"identity", "resource", "boundary", "session", "service_control", "root"};

std::string after(std::string_view text, char mark) { return std::string(text.substr(text.rfind(mark) + 1)); }

Principal caller(std::string_view text) {
  Principal who{.account = {}, .arn = std::string(text), .access_key_id = "AKIA", .kind = PrincipalKind::anonymous};
  auto session = std::make_shared<Session>();
  session->issued_at = *parse_iso8601("2026-11-22T08:00:00Z");
  if (text == "anonymous") {
    who.arn.clear();
    return who;
  }
  if (text.starts_with("service:")) {
    who.kind = PrincipalKind::service;
    who.name = text.substr(8);
    return who;
  }
  if (text.starts_with("web:")) {
    session->provider = text.substr(4);
    who.session = session;
    return who;
  }
  who.account = text.substr(13, 12);
  who.name = after(text, '/');
  if (text.ends_with(":root")) {
    who.kind = PrincipalKind::root;
    who.id = who.account;
  } else if (text.contains(":user/")) {
    who.kind = PrincipalKind::user;
    who.id = "AIDAEXAMPLEUSERID0001";
  } else {
    const bool is_role = text.contains(":assumed-role/");
    const std::string path(text.substr(text.find('/') + 1));
    who.kind = is_role ? PrincipalKind::assumed_role : PrincipalKind::federated_user;
    who.id = is_role ? "AROAEXAMPLEDEFAULT001:" + who.name : who.account + ":" + who.name;
    session->issuer_arn =
        "arn:aws:iam::" + who.account + (is_role ? ":role/" : ":user/") + path.substr(0, path.find('/'));
    session->name = who.name;
    who.session = session;
  }
  return who;
}

Attached attach(const std::string& json, Kind kind, SourceType type) {
  auto document = parse(json, kind);
  INFO(json);
  if (!document) INFO(document.error().message);
  REQUIRE(document);
  return {.document = *document, .name = "of the case", .type = type};
}

std::vector<Attached> attach_all(const toml::table& group, std::string_view name, Kind kind, SourceType type) {
  std::vector<Attached> documents;
  if (const auto* list = group[name].as_array()) {
    for (const auto& one : *list) documents.push_back(attach(one.ref<std::string>(), kind, type));
  } else if (const auto one = group[name].value<std::string>()) {
    documents.push_back(attach(*one, kind, type));
  }
  return documents;
}

// "s3:*" allows that, "!s3:*" denies that and allows all else.
Attached short_document(std::string_view action, SourceType type) {
  const bool denies = action.starts_with('!');
  std::string json = R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": ")" +
                     std::string(denies ? "*" : action) + "\"}";
  if (denies) json += R"(,{"Effect": "Deny", "Resource": "*", "Action": ")" + std::string(action.substr(1)) + "\"}";
  return attach(json + "]}", Kind::identity, type);
}

struct Case {
  const toml::table& group;
  const toml::array& row;

  std::string text(size_t column) const { return row[column].ref<std::string>(); }
  const toml::table& more() const { return *row[4].as_table(); }
  std::string setting(std::string_view name, std::string_view otherwise = {}) const {
    if (const auto value = more()["@" + std::string(name)].value<std::string>()) return *value;
    return group[name].value_or(std::string(otherwise));
  }
};

PolicySet policies_of(const Case& one) {
  PolicySet set;
  set.identity = attach_all(one.group, "identity", Kind::identity, SourceType::user_managed);
  set.service_control = attach_all(one.group, "service_control", Kind::service_control, SourceType::service_control);
  auto boundary = attach_all(one.group, "boundary", Kind::managed, SourceType::boundary);
  if (!boundary.empty()) set.boundary = boundary.front();
  const auto& more = one.more();
  if (const auto action = more["@identity"].value<std::string>()) {
    set.identity.push_back(short_document(*action, SourceType::user_inline));
  }
  if (const auto action = more["@boundary"].value<std::string>()) {
    set.boundary = short_document(*action, SourceType::boundary);
  }
  if (const auto action = more["@session"].value<std::string>()) {
    set.has_session = true;
    if (!action->empty()) set.session.push_back(short_document(*action, SourceType::session));
  }
  return set;
}

Context context_of(const Case& one, const Principal& who, const std::string& owner) {
  const Call call{.principal = who, .account = owner, .now = *parse_iso8601("2026-11-22T09:00:00Z")};
  Context context;
  add_global_keys(context, call, {.source_ip = "203.0.113.10", .is_secure = true, .resource_account = owner});
  for (const auto& [key, value] : one.more()) {
    if (key.str().starts_with('@')) continue;
    if (const auto* list = value.as_array()) {
      Context::Values values;
      for (const auto& item : *list) values.push_back(item.ref<std::string>());
      context.set(key.str(), std::move(values));
    } else {
      context.set(key.str(), value.ref<std::string>());
    }
  }
  return context;
}

void check_case(const Case& one) {
  INFO(one.group["source"].value_or(""), "\n  ", one.group["about"].value_or(""), "\n  ", one.text(0));
  Principal who = caller(one.setting("as", kAnn));
  if (const auto id = one.more()["@id"].value<std::string>()) who.id = *id;
  const std::string owner = one.setting("owner", who.account), canonical = one.setting("canonical");
  const PolicySet set = policies_of(one);
  auto of_resource = attach_all(one.group, "resource", Kind::resource, SourceType::resource);
  for (auto& trust : attach_all(one.group, "trust", Kind::trust, SourceType::trust)) of_resource.push_back(trust);
  const Context context = context_of(one, who, owner);
  const std::string action = one.text(1), resource = one.text(2);
  const Request request{
      .principal = who,
      .action = action,
      .resource = resource,
      .resource_account = owner,
      .context = context,
      .resource_rule = one.setting("rule") == "required" ? ResourceRule::required : ResourceRule::enough,
      .canonical_user = canonical};

  const Decision decision = evaluate(request, set, &of_resource);

  INFO(explain(request, decision));
  CHECK(to_text(decision.verdict) == one.text(3));
  if (const auto layer = one.more()["@layer"].value<std::string>()) CHECK(kLayers[size_t(decision.layer)] == *layer);
  if (const auto* missing = one.more()["@missing"].as_array()) {
    std::vector<std::string> expected;
    for (const auto& key : *missing) expected.push_back(key.ref<std::string>());
    CHECK(std::vector<std::string>(decision.missing_keys.begin(), decision.missing_keys.end()) == expected);
  }
  CHECK(denial_message(request, decision).empty() == decision.is_allowed());
}

}  // namespace

TEST_CASE("AWS's documentation, case by case") {
  size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(LIGHTWELL_POLICY_CASES)) {
    const toml::table table = toml::parse_file(file.path().string());
    for (const auto& group : *table["group"].as_array()) {
      REQUIRE(group.as_table()->at("source").ref<std::string>().starts_with("https://docs.aws.amazon.com/"));
      for (const auto& row : *group.as_table()->at("cases").as_array()) {
        check_case({.group = *group.as_table(), .row = *row.as_array()});
        ++count;
      }
    }
  }
  CHECK(count >= 300);
}

}  // namespace lightwell::policy
