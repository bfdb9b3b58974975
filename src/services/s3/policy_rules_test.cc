#include "services/s3/policy_rules.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>

#include "services/s3/condition_key_rules.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

std::string allow(std::string_view action, std::string_view resource, std::string_view more = "",
                  std::string_view principal = R"("*")") {
  return fmt::format(
      R"({{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{},"Action":{},"Resource":{}{}}}}})",
      principal, action, resource, more);
}

std::string flaw(const std::string& json) {
  const auto checked = check_bucket_policy(json, "photos");
  if (checked) return "";
  CHECK(checked.error().kind == &errors::malformed_policy);
  return checked.error().message;
}

bool opens(const std::string& json) {
  const auto checked = check_bucket_policy(json, "photos");
  REQUIRE(checked);
  return is_public(**checked);
}

constexpr const char* kObjects = R"("arn:aws:s3:::photos/*")";
constexpr const char* kGet = R"("s3:GetObject")";

std::string conditioned(const std::string& condition, const char* action = kGet) {
  return allow(action, kObjects, ",\"Condition\":" + condition);
}

}  // namespace

TEST_CASE("a bucket policy speaks of its bucket and of S3's actions alone") {
  CHECK(flaw(allow(kGet, kObjects)).empty());
  CHECK(flaw(allow(kGet, R"("arn:aws:s3:::phot?s/*")")).empty());
  CHECK(flaw(allow(kGet, R"("arn:aws:s3:::photos/${aws:username}/*")")).empty());
  CHECK(flaw(allow(R"("s3:*")", R"("arn:aws:s3:::photos*")")).empty());
  CHECK(flaw(allow(kGet, R"("arn:aws:s3:::photos2/*")")) == "Policy has invalid resource");
  CHECK(flaw(allow(kGet, R"("arn:aws:sqs:us-east-1:111122223333:photos")")) == "Policy has invalid resource");
  CHECK(flaw(allow(R"("sqs:SendMessage")", kObjects)) == "Policy has invalid action");
}

TEST_CASE("every action finds a resource of its kind") {
  const char* none = "Action does not apply to any resource(s) in statement";
  CHECK(flaw(allow(kGet, R"("arn:aws:s3:::photos")")) == none);
  CHECK(flaw(allow(R"("s3:ListBucket")", kObjects)) == none);
  CHECK(flaw(allow(R"(["s3:ListBucket","s3:GetObject"])", kObjects)) == none);
  CHECK(
      flaw(allow(R"(["s3:ListBucket","s3:GetObject"])", R"(["arn:aws:s3:::photos","arn:aws:s3:::photos/*"])")).empty());
  CHECK(flaw(allow(R"("s3:AbortMultipartUpload")", kObjects)).empty());
  CHECK(flaw(allow(R"("s3:Get*")", R"("arn:aws:s3:::photos")")).empty());
}

TEST_CASE("a condition asks for keys that S3 has, and that the actions can have") {
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:ExistingObjectTag/colour":"red"}})")).empty());
  CHECK(flaw(conditioned(R"({"StringEquals":{"aws:NoSuchKey":"x","saml:aud":"y"}})")).empty());
  CHECK(flaw(conditioned(R"({"NumericLessThan":{"S3:TLSVersion":1.2}})")).empty());
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:x-acl":"private"}})")) == "Policy has an invalid condition key");
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:ExistingObjectTag":"x"}})")) == "Policy has an invalid condition key");
  const char* none = "Conditions do not apply to combination of actions and resources in statement";
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:prefix":"a/"}})")) == none);
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:ExistingObjectTag/a":"b"}})", R"(["s3:GetObject","s3:PutObject"])")) ==
        none);
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:RequestObjectTag/a":"b"}})", R"("s3:PutObject*")")).empty());
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:RequestObjectTag/a":"b"}})", R"("s3:*")")).empty());
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:RequestObjectTag/a":"b"}})", R"("*")")).empty());
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:RequestObjectTag/a":"b"}})", R"("s3:Get*")")) == none);
  CHECK(flaw(conditioned(R"({"StringEquals":{"s3:x-amz-acl":"private"}})", R"(["s3:PutObject","s3:Delete*"])")) ==
        none);
}

TEST_CASE("a policy has 20 KiB, without white space") {
  const auto of = [](size_t size) { return allow(kGet, "\"arn:aws:s3:::photos/" + std::string(size, 'k') + '"'); };
  const size_t frame = of(0).size();
  CHECK(flaw(of(kPolicyBytesMax - frame)).empty());
  CHECK(flaw(of(kPolicyBytesMax - frame) + std::string(5'000, ' ')).empty());
  CHECK(flaw(of(kPolicyBytesMax - frame + 1)) ==
        "Normalized policy document exceeds the maximum allowed size of 20480 bytes");
}

TEST_CASE("a policy is public that allows everybody and holds them to nothing fixed") {
  CHECK(opens(allow(kGet, kObjects)));
  CHECK(opens(allow(kGet, kObjects, "", R"({"AWS":"*"})")));
  CHECK_FALSE(opens(allow(kGet, kObjects, "", R"({"AWS":"111122223333"})")));
  CHECK(opens(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},)"
              R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}})"));
  CHECK_FALSE(opens(R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*",)"
                    R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}})"));

  CHECK_FALSE(opens(conditioned(R"({"StringEquals":{"aws:PrincipalAccount":"111122223333"}})")));
  CHECK_FALSE(opens(conditioned(R"({"ArnLike":{"aws:SourceArn":"arn:aws:sns:us-east-1:111122223333:t"}})")));
  CHECK(opens(conditioned(R"({"StringLike":{"aws:PrincipalAccount":"*"}})")));
  CHECK(opens(conditioned(R"({"StringEquals":{"aws:PrincipalAccount":"${aws:PrincipalAccount}"}})")));
  CHECK(opens(conditioned(R"({"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}})")));
  CHECK(opens(conditioned(R"({"StringEqualsIfExists":{"aws:PrincipalAccount":"111122223333"}})")));
  CHECK(opens(conditioned(R"({"ForAllValues:StringEquals":{"aws:PrincipalOrgPaths":"o-1/r-1/"}})")));
  CHECK(opens(conditioned(R"({"StringEquals":{"aws:Referer":"http://example.com/"}})")));

  CHECK_FALSE(opens(conditioned(R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})")));
  CHECK(opens(conditioned(R"({"IpAddress":{"aws:SourceIp":["10.0.0.0/8","0.0.0.0/0"]}})")));
  CHECK(opens(conditioned(R"({"IpAddress":{"aws:SourceIp":"8.0.0.0/7"}})")));
  CHECK_FALSE(opens(conditioned(R"({"IpAddress":{"aws:SourceIp":"2001:db8::/32"}})")));
  CHECK(opens(conditioned(R"({"IpAddress":{"aws:SourceIp":"2001::/16"}})")));
}

TEST_CASE("a resource made to be matched for ever is matched at once") {
  std::string stars;
  while (stars.size() < 18'000) stars += "*a";
  const std::string bucket = std::string(62, 'a') + "b";
  for (const std::string& tail : {std::string("c"), std::string("?*?c"), std::string("*c/*")}) {
    const auto begin = std::chrono::steady_clock::now();
    const auto checked = check_bucket_policy(allow(kGet, "\"arn:aws:s3:::" + stars + tail + '"'), bucket);
    CHECK_FALSE(checked);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(1));
  }
}

TEST_CASE("keys of tags need the tag's key") {
  CHECK(is_condition_key("s3:existingobjecttag/a"));
  CHECK_FALSE(is_condition_key("s3:existingobjecttag/"));
  CHECK(may_have_key("s3:getobject", "s3:authtype"));
  CHECK_FALSE(may_have_key("s3:deletebucket", "s3:x-amz-acl"));
  CHECK(may_have_key("s3:putobjectacl", "s3:x-amz-acl"));
  CHECK(may_have_key("s3:put?bject*", "s3:x-amz-acl"));
  CHECK_FALSE(may_have_key("s3:delete*", "s3:x-amz-acl"));
}

}  // namespace lightwell::s3
