// The authorizer over declared policies: what it lets through, what it answers, and what it remembers.

#include "gate/authorizer.h"

#include <doctest/doctest.h>

#include "gate/credentials.h"
#include "gate/denial.h"
#include "run/spawn.h"

namespace lightwell::gate {
namespace {

const Principal kAnn{.account = "111122223333",
                     .arn = "arn:aws:iam::111122223333:user/ann",
                     .access_key_id = "AKIAANN",
                     .kind = PrincipalKind::user,
                     .id = "AIDAANN",
                     .name = "ann"};

std::shared_ptr<const policy::PolicySet> identity(std::string_view json) {
  policy::PolicySet set;
  const auto document = policy::parse(json, policy::Kind::identity);
  REQUIRE(document);
  set.identity.push_back(
      {.document = *document, .name = "p", .type = policy::SourceType::user_inline, .holder = "ann"});
  return std::make_shared<const policy::PolicySet>(std::move(set));
}

class OneBucket final : public ResourceFacts {
 public:
  ResourceFact fact;
  Task<Result<ResourceFact>> find(const Call&, std::string_view, std::string arn) const override {
    ResourceFact found = fact;
    found.arn = std::move(arn);
    co_return found;
  }
  std::string_view late_key() const override { return "s3:existingobjecttag/"; }
  Task<Result<ContextKeys>> late_keys(const Call&, std::string_view, std::string) const override {
    ++looks;
    co_return ContextKeys{{"s3:ExistingObjectTag/colour", "red"}, {"s3:ExistingObjectTag/owner", "ann"}};
  }
  mutable int looks = 0;
  void let_in(std::string_view json) {
    const auto document = policy::parse(json, policy::Kind::resource);
    REQUIRE(document);
    fact.policies = std::make_shared<const std::vector<policy::Attached>>(
        1, policy::Attached{.document = *document, .name = "photos", .type = policy::SourceType::resource});
  }
};

struct Fixture {
  DeclaredPolicies policies;
  Decisions decisions;
  OneBucket bucket;
  Authorizer authorizer{policies, decisions};
  Call call{.principal = kAnn, .account = kAnn.account, .request_id = "R1", .now = from_micros(1'700'000'000'000'000)};

  Fixture() { authorizer.add_facts("s3", bucket); }

  Ruling decide(std::string action, std::string resource, Occasion occasion) {
    const auto ruling =
        sync_wait(authorizer.decide(occasion, {.action = std::move(action), .resource = std::move(resource)}));
    REQUIRE(ruling);
    return *ruling;
  }
  Ruling decide(std::string action, std::string resource) {
    return decide(std::move(action), std::move(resource), {.call = call, .service = "s3", .operation = "Something"});
  }
};

constexpr std::string_view kReadPhotos =
    R"({"Version":"2012-10-17","Statement":{"Sid":"Read","Effect":"Allow","Action":"s3:Get*",
        "Resource":"arn:aws:s3:::photos/${aws:username}/*"}})";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a user may what a statement allows, and is told in AWS's words what none does") {
  policies.add(kAnn.arn, identity(kReadPhotos));
  CHECK(decide("s3:GetObject", "arn:aws:s3:::photos/ann/1").is_allowed);
  const Ruling denied = decide("s3:GetObject", "arn:aws:s3:::photos/bob/1");
  CHECK_FALSE(denied.is_allowed);
  CHECK(s3_denial(denied).message ==
        "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: s3:GetObject on resource: "
        "\"arn:aws:s3:::photos/bob/1\" because no identity-based policy allows the s3:GetObject action");
  CHECK(s3_denial(denied).log_words.ends_with("no statement allows it"));
}

TEST_CASE_FIXTURE(Fixture, "what a caller names is told in one line, shortly, whatever it is") {
  const std::string name = "arn:aws:s3:::photos/a\n  allowed by\x1b[2J\xc2\x9b" + std::string(4 << 20, 'x');
  const Ruling denied = decide("s3:GetObject", name);
  CHECK_FALSE(denied.is_allowed);
  for (const std::string& told : {s3_denial(denied).message, s3_denial(denied).log_words, denied.message}) {
    CHECK(told.size() < 4096);
    CHECK(told.contains(R"(photos/a\x0a  allowed by\x1b[2J\xc2\x9bxxx)"));
  }
  const auto kept = decisions.find("R1");
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].resource.size() < 4096);
  CHECK(kept[0].reasons.size() <= Decisions::kReasonsBytesMax + 16);
  CHECK(std::count(kept[0].reasons.begin(), kept[0].reasons.end(), '\n') == 3);
  REQUIRE(decisions.start_recording(kAnn.arn, call.now));
  decide("s3:GetObject", name);
  CHECK(decisions.recorded(kAnn.arn)->empty());
  decide("s3:GetObject", "arn:aws:s3:::photos/a\nb");
  CHECK(decisions.recorded(kAnn.arn)->front().resource == "arn:aws:s3:::photos/a\nb");
}

TEST_CASE_FIXTURE(Fixture, "a principal nobody knows policies of may nothing") {
  CHECK_FALSE(decide("s3:GetObject", "arn:aws:s3:::photos/ann/1").is_allowed);
}

TEST_CASE_FIXTURE(Fixture, "the root may everything in its account, and nothing in another's") {
  call.principal = {.account = "111122223333", .arn = root_arn("111122223333")};
  CHECK(decide("s3:DeleteBucket", "arn:aws:s3:::photos").is_allowed);
  bucket.fact.account = "444455556666";
  const Ruling denied = decide("s3:DeleteBucket", "arn:aws:s3:::photos");
  CHECK_FALSE(denied.is_allowed);
  CHECK(denied.account == "444455556666");
  CHECK(s3_denial(denied).message == "Access Denied");
}

TEST_CASE_FIXTURE(Fixture, "the root too is held by a deny of the bucket's policy") {
  call.principal = {.account = "111122223333", .arn = root_arn("111122223333")};
  bucket.let_in(R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:GetObject",
                    "Resource":"arn:aws:s3:::photos/*"}})");
  const Ruling denied = decide("s3:GetObject", "arn:aws:s3:::photos/1");
  CHECK(denied.is_explicit_deny);
  CHECK(s3_denial(denied).message.ends_with("with an explicit deny in a resource-based policy"));
}

TEST_CASE_FIXTURE(Fixture, "nobody may what the bucket's policy allows everybody, and no more") {
  call.principal = {.kind = PrincipalKind::anonymous};
  bucket.fact.account = "444455556666";
  CHECK_FALSE(decide("s3:GetObject", "arn:aws:s3:::photos/1").is_allowed);
  bucket.let_in(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
                    "Resource":"arn:aws:s3:::photos/*"}})");
  CHECK(decide("s3:GetObject", "arn:aws:s3:::photos/1").is_allowed);
  CHECK(decide("s3:GetObject", "arn:aws:s3:::photos/1").account == "444455556666");
  const Ruling denied = decide("s3:PutObject", "arn:aws:s3:::photos/1");
  CHECK_FALSE(denied.is_allowed);
  CHECK(s3_denial(denied).message == "Access Denied");
}

TEST_CASE_FIXTURE(Fixture, "across accounts both sides must allow") {
  bucket.fact.account = "444455556666";
  bucket.let_in(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
                    "Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}})");
  CHECK_FALSE(decide("s3:GetObject", "arn:aws:s3:::photos/ann/1").is_allowed);
  policies.add(kAnn.arn, identity(kReadPhotos));
  CHECK(decide("s3:GetObject", "arn:aws:s3:::photos/ann/1").is_allowed);
}

TEST_CASE_FIXTURE(Fixture, "keys of the request, of the input and of the resource meet in the conditions") {
  policies.add(kAnn.arn, identity(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",
      "Condition":{"StringEquals":{"s3:x-amz-acl":"private","s3:prefix":"ann/","aws:ResourceTag/team":"blue",
                                   "s3:ResourceTag/team":"blue","aws:ResourceAccount":"111122223333"},
                   "IpAddress":{"aws:SourceIp":"10.0.0.0/8"},"Bool":{"aws:SecureTransport":"true"}}}})"));
  bucket.fact.tags = {{.key = "team", .value = "blue"}};
  const Occasion occasion{.call = call,
                          .service = "s3",
                          .circumstances = {.source_ip = "10.1.2.3", .is_secure = true},
                          .keys = {{"s3:x-amz-acl", "private"}}};
  const auto ask = [&](std::string prefix) {
    const auto ruling = sync_wait(authorizer.decide(
        occasion, {.action = "s3:ListBucket", .resource = "arn:aws:s3:::photos", .keys = {{"s3:prefix", prefix}}}));
    return ruling && ruling->is_allowed;
  };
  CHECK(ask("ann/"));
  CHECK_FALSE(ask("bob/"));
}

TEST_CASE_FIXTURE(Fixture, "what a service asks while a request is under way knows where the request came from") {
  policies.add(kAnn.arn, identity(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",
      "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}})"));
  const auto ask = [&] {
    const auto ruling =
        sync_wait(authorizer.ask(call, {.action = "s3:GetObject", .resource = "arn:aws:s3:::photos/1"}));
    return ruling && ruling->is_allowed;
  };
  CHECK_FALSE(ask());
  const Occasion occasion{.call = call, .service = "rekognition", .circumstances = {.source_ip = "10.1.2.3"}};
  {
    const Occasions::Stay stay(authorizer.occasions(), occasion);
    CHECK(ask());
  }
  CHECK_FALSE(ask());
}

TEST_CASE_FIXTURE(Fixture, "where permissions are not enforced a caller may what its account may, and no more") {
  const auto ask = [&] {
    return decide("s3:GetObject", "arn:aws:s3:::photos/1", {.call = call, .service = "s3", .is_enforced = false});
  };
  CHECK(ask().is_allowed);
  bucket.fact.account = "444455556666";
  CHECK_FALSE(ask().is_allowed);
  call.principal = {.kind = PrincipalKind::anonymous};
  CHECK_FALSE(ask().is_allowed);
}

TEST_CASE_FIXTURE(Fixture, "a service control policy binds users, roots and nobody, on what it speaks of alone") {
  const auto attached = [](std::string name, std::string_view json) {
    const auto document = policy::parse(json, policy::Kind::service_control);
    REQUIRE(document);
    return policy::Attached{
        .document = *document, .name = std::move(name), .type = policy::SourceType::service_control};
  };
  AuthorizerOptions options;
  options.service_control = {
      attached("Everything", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"),
      attached("Guard", R"({"Version":"2012-10-17","Statement":{"Sid":"Kept","Effect":"Deny","NotAction":"s3:Get*",
                            "Resource":"arn:aws:s3:::kept/*",
                            "Condition":{"StringNotEquals":{"aws:userid":"keeper"}}}})")};
  const Authorizer bound{policies, decisions, std::move(options)};
  const auto ask = [&](std::string action, std::string resource) {
    const auto ruling =
        sync_wait(bound.decide({.call = call, .service = "s3"}, {std::move(action), std::move(resource)}));
    REQUIRE(ruling);
    return *ruling;
  };
  policies.add(kAnn.arn,
               identity(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"));
  CHECK(ask("s3:GetObject", "arn:aws:s3:::kept/1").is_allowed);
  CHECK(ask("s3:DeleteObject", "arn:aws:s3:::other/1").is_allowed);
  const Ruling denied = ask("s3:DeleteObject", "arn:aws:s3:::kept/1");
  CHECK(denied.is_explicit_deny);
  CHECK(s3_denial(denied).message ==
        "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: s3:DeleteObject on resource: "
        "\"arn:aws:s3:::kept/1\" with an explicit deny in a service control policy");
  CHECK(denied.place.find("\"Kept\" (line 1, column 37) of the service control policy \"Guard\"") != std::string::npos);

  call.principal = {.account = kAnn.account, .arn = root_arn(kAnn.account), .id = kAnn.account};
  CHECK(ask("s3:GetObject", "arn:aws:s3:::kept/1").is_allowed);
  CHECK(ask("s3:DeleteObject", "arn:aws:s3:::kept/1").is_explicit_deny);
  call.principal.id = "keeper";
  CHECK(ask("s3:DeleteObject", "arn:aws:s3:::kept/1").is_allowed);
  call.principal = {.kind = PrincipalKind::anonymous};
  CHECK(ask("s3:DeleteObject", "arn:aws:s3:::kept/1").is_explicit_deny);
}

TEST_CASE_FIXTURE(Fixture, "who is believed without a decision is bound by service control policies all the same") {
  const auto deny = policy::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::kept/*"}})",
      policy::Kind::service_control);
  REQUIRE(deny);
  const Authorizer bound{policies, decisions, {.service_control = {{.document = *deny, .name = "Guard"}}}};
  const auto ruling = sync_wait(bound.decide({.call = call, .service = "s3", .is_enforced = false},
                                             {.action = "s3:DeleteObject", .resource = "arn:aws:s3:::kept/1"}));
  REQUIRE(ruling);
  CHECK(ruling->is_explicit_deny);
}

TEST_CASE_FIXTURE(Fixture, "keys that cost a look are looked up for those alone whose policies ask for them") {
  policies.add(kAnn.arn, identity(kReadPhotos));
  CHECK(decide("s3:GetObject", "arn:aws:s3:::photos/ann/1").is_allowed);
  CHECK(bucket.looks == 0);
  policies.add(kAnn.arn, identity(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*",
      "Resource":"arn:aws:s3:::photos/${s3:ExistingObjectTag/owner}/*",
      "Condition":{"StringEquals":{"s3:existingobjecttag/colour":"red"}}}})"));
  CHECK(decide("s3:GetObject", "arn:aws:s3:::photos/ann/1").is_allowed);
  CHECK_FALSE(decide("s3:GetObject", "arn:aws:s3:::photos/bob/1").is_allowed);
  CHECK(bucket.looks == 2);
}

TEST_CASE_FIXTURE(Fixture, "a decision is remembered by the id of its request, with the statement that made it") {
  policies.add(kAnn.arn, identity(kReadPhotos));
  decide("s3:GetObject", "arn:aws:s3:::photos/ann/1");
  decide("s3:PutObject", "arn:aws:s3:::photos/ann/1");
  const auto found = decisions.find("R1");
  REQUIRE(found.size() == 2);
  CHECK(found[0].is_allowed);
  CHECK(found[0].reasons.find("Read") != std::string::npos);
  CHECK_FALSE(found[1].is_allowed);
  CHECK(found[1].action == "s3:PutObject");
  CHECK(found[1].principal == kAnn.arn);
  CHECK(decisions.find("R2").empty());
  CHECK(decisions.take_denied().size() == 1);
  CHECK(decisions.take_denied().empty());
  decisions.clear();
  CHECK(decisions.find("R1").empty());
}

TEST_CASE_FIXTURE(Fixture, "a recording holds what was asked, denied things too, each once") {
  decide("s3:GetObject", "arn:aws:s3:::photos/before");
  REQUIRE(decisions.start_recording(kAnn.arn, call.now));
  decide("s3:GetObject", "arn:aws:s3:::photos/1");
  decide("s3:GetObject", "arn:aws:s3:::photos/1");
  decide("s3:PutObject", "arn:aws:s3:::photos/1");
  REQUIRE(decisions.stop_recording(kAnn.arn));
  decide("s3:DeleteObject", "arn:aws:s3:::photos/after");
  const auto recorded = decisions.recorded(kAnn.arn);
  REQUIRE(recorded);
  CHECK(*recorded == std::vector<policy::Recorded>{{"s3:GetObject", "arn:aws:s3:::photos/1"},
                                                   {"s3:PutObject", "arn:aws:s3:::photos/1"}});
  const std::string least = policy::least_policy(*recorded);
  CHECK(policy::parse(least, policy::Kind::identity));
  policies.add(kAnn.arn, identity(least));
  CHECK(decide("s3:PutObject", "arn:aws:s3:::photos/1").is_allowed);
  CHECK_FALSE(decide("s3:DeleteObject", "arn:aws:s3:::photos/1").is_allowed);
}

TEST_CASE("what is remembered has limits") {
  Decisions decisions;
  for (size_t i = 0; i < Decisions::kDeniedMax + 1; ++i) {
    decisions.note({.request_id = std::to_string(i)}, "arn");
  }
  CHECK(decisions.find("0").empty());
  CHECK(decisions.find(std::to_string(Decisions::kDeniedMax)).size() == 1);
  CHECK(decisions.take_denied().size() == Decisions::kUnsavedMax);
  for (size_t i = 0; i < Decisions::kRecordingsMax; ++i) CHECK(decisions.start_recording(std::to_string(i), {}));
  CHECK_FALSE(decisions.start_recording("one more", {}));
  CHECK(decisions.start_recording("0", {}));
  CHECK(decisions.stop_recording("7"));
  CHECK(decisions.start_recording("one more", {}));
}

}  // namespace lightwell::gate
