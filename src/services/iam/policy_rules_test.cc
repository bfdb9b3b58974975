#include "services/iam/policy_rules.h"

#include <doctest/doctest.h>

#include "services/iam/oidc_store.h"
#include "services/iam/simulation_rules.h"

namespace lightwell::iam {
namespace {

TEST_CASE("White space counts inside strings alone, and a character counts once") {
  CHECK(counted_size(" { \"a b\" :\n\t[ ] } ") == 10);
  CHECK(counted_size("\"a \\\" b\" c") == 9);
  CHECK(counted_size("\"\xc3\xa9\"") == 3);
  CHECK(counted_size("") == 0);
}

TEST_CASE("An ARN of a policy tells account, path and name") {
  const auto own = parse_policy_arn("arn:aws:iam::123456789012:policy/a/b/name");
  REQUIRE(own);
  CHECK(own->account == "123456789012");
  CHECK(own->path == "/a/b/");
  CHECK(own->name == "name");
  CHECK(parse_policy_arn("arn:aws:iam::aws:policy/service-role/X")->is_aws());
  for (const char* bad : {"", "arn:aws:iam::123456789012:policy/", "arn:aws:iam::12345678901:policy/x",
                          "arn:aws:iam::123456789012:role/x", "arn:aws:s3::123456789012:policy/x", "policy/x",
                          "arn:aws:iam::12345678901x:policy/x"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_policy_arn(bad));
  }
}

TEST_CASE("Versions are read as they are written") {
  CHECK(parse_version(version_text(12)) == 12);
  CHECK_FALSE(parse_version("12"));
  CHECK_FALSE(parse_version("vv"));
  CHECK_FALSE(parse_version("v99999999999999999999"));
}

TEST_CASE("A provider is secure, or on this machine") {
  CHECK(read_provider_url("https://accounts.google.com").value() == "accounts.google.com");
  CHECK(read_provider_url("https://example.com/a/").value() == "example.com/a");
  CHECK(read_provider_url("http://127.0.0.1:8000/pool").value() == "127.0.0.1:8000/pool");
  CHECK(read_provider_url("http://localhost").value() == "localhost");
  for (const char* bad : {"http://example.com", "example.com", "https://", "https://a?b", "https://a#b", "https://a@b",
                          "http://localhost.example.com", "https:///a", "https://a b"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_provider_url(bad));
  }
}

TEST_CASE("The simulator takes one action of one service, and resources by their ARN") {
  CHECK(check_simulated_action("s3:GetObject"));
  for (const char* bad : {"GetObject", ":GetObject", "s3:", "s3:Get*", "s3:a:b", "s3:Get Object"}) {
    CAPTURE(bad);
    CHECK_FALSE(check_simulated_action(bad));
  }
  CHECK(check_simulated_resource("*"));
  CHECK(check_simulated_resource("arn:aws:s3:::b/*"));
  CHECK_FALSE(check_simulated_resource("arn:aws:s3"));
}

TEST_CASE("A kind of RunInstances needs its resources") {
  const std::vector<std::string> some = {"arn:aws:ec2:us-east-1:1:instance/*", "arn:aws:ec2:us-east-1::image/*",
                                         "arn:aws:ec2:us-east-1:1:security-group/*",
                                         "arn:aws:ec2:us-east-1:1:network-interface/*"};
  CHECK(check_resource_handling("EC2-VPC-InstanceStore", some));
  CHECK_FALSE(check_resource_handling("EC2-VPC-EBS", some));
  CHECK_FALSE(check_resource_handling("EC2-Other", some));
}

TEST_CASE("Policies are left out of a simulation by type, by ARN, and by whom they are in") {
  using policy::SourceType;
  const auto set = [] {
    policy::PolicySet policies;
    policies.identity = {{.document = nullptr, .name = "a", .type = SourceType::user_inline, .holder = "ann"},
                         {.document = nullptr, .name = "a", .type = SourceType::group_inline, .holder = "admins"},
                         {.document = nullptr,
                          .name = "b",
                          .arn = "arn:aws:iam::123456789012:policy/b",
                          .type = SourceType::user_managed}};
    policies.boundary = {.document = nullptr, .name = "c", .type = SourceType::boundary};
    return policies;
  };
  const auto left = [&](api::iam::PolicyIdentifier identifier) {
    policy::PolicySet policies = set();
    CHECK(exclude_policies({std::move(identifier)}, policies));
    return policies.identity.size() * 10 + (policies.boundary ? 1 : 0);
  };
  CHECK(left({.policy_type = "inline"}) == 11);
  CHECK(left({.policy_type = "permission-boundary"}) == 30);
  CHECK(left({.policy_arn = "arn:aws:iam::123456789012:policy/b"}) == 21);
  CHECK(left({.inline_policy_identifier = api::iam::InlinePolicyIdentifierType{"a", "group", "ad*s"}}) == 21);
  CHECK(left({.inline_policy_identifier = api::iam::InlinePolicyIdentifierType{"a", "group", "x*"}}) == 31);
  policy::PolicySet policies = set();
  CHECK_FALSE(exclude_policies({api::iam::PolicyIdentifier{}}, policies));
  CHECK_FALSE(exclude_policies({api::iam::PolicyIdentifier{.policy_arn = "b"}}, policies));
}

}  // namespace
}  // namespace lightwell::iam
