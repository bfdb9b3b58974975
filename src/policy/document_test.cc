#include "policy/document.h"

#include <doctest/doctest.h>

#include <string>

namespace lightwell::policy {
namespace {

std::string refusal(std::string_view json, Kind kind) {
  const auto document = parse(json, kind);
  return document ? "" : document.error().message;
}

// A managed policy of one statement; `elements` replaces the whole of it.
std::string with(std::string_view elements) {
  return R"({"Version": "2012-10-17", "Statement": {)" + std::string(elements) + "}}";
}

constexpr std::string_view kSyntax = "Syntax errors in policy.";
constexpr std::string_view kLegacy = "The policy failed legacy parsing";
constexpr std::string_view kVersion = "Policy document must be version 2012-10-17 or greater.";
constexpr std::string_view kNoActions = "Policy statement must contain actions.";
constexpr std::string_view kNoResources = "Policy statement must contain resources.";

struct Refused {
  std::string_view elements;
  std::string_view message;
};

}  // namespace

// What AWS answers to CreatePolicy, as recorded in public by others who asked it.
TEST_CASE("a managed policy is refused in AWS's words") {
  const Refused cases[] = {
      {R"("Effect": "invalid", "Action": "s3:Get", "Resource": "*")", kSyntax},
      {R"("Action": "s3:Get", "Resource": "*")", kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Extra": 1)", kSyntax},
      {R"("Effect": "Allow", "Action": {}, "Resource": "*")", kSyntax},
      {R"("Effect": "Allow", "Action": [[]], "Resource": "*")", kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "NotAction": [], "Resource": "*")", kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "NotResource": "*")", kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": {"a": "*"})", kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": [])", kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"a": "b"}})", kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"x": {"a": "1"}})", kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*",
          "Condition": {"ForAnyValue::StringLike": {"a": "1"}})",
       kSyntax},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"StringLike": {"a": {}}})", kSyntax},
      {R"("Sid": {}, "Effect": "Allow", "Action": "s3:Get", "Resource": "*")", kSyntax},
      {R"("Effect": "denY", "Action": "s3:Get", "Resource": "*")", kLegacy},
      {R"("Effect": "allow", "Resource": "arn:aws:s3:us-east-1::b")", kLegacy},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"DateEquals": {"a": "sdfdsf"}})",
       kLegacy},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"DateEquals": {"a": "234-13"}})",
       kLegacy},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*",
          "Condition": {"DateEquals": {"a": "2016-12-13t2:00:00.5+1"}})",
       kLegacy},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*",
          "Condition": {"DateEquals": {"a": "2016-12-13t2:00:00.1999999999+10:59"}})",
       kLegacy},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*",
          "Condition": {"DateEquals": {"a": "9223372036854775808"}})",
       kLegacy},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:s3::b")", kLegacy},
      {R"("Effect": "Allow", "Action": "s3:Get", "NotResource": "arn:aws:s3::b")", kLegacy},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws::::b")", kLegacy},
      {R"("Effect": "Allow", "Resource": "*")", kNoActions},
      {R"("Effect": "Allow")", kNoActions},
      {R"("Effect": "Allow", "Action": [], "Resource": "*")", kNoActions},
      {R"("Effect": "Allow", "Action": "s3:Get")", kNoResources},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": [])", kNoResources},
      {R"("Effect": "Allow", "Action": "invalid")", kNoResources},
      {R"("Effect": "Allow", "Action": "invalid", "Resource": "*")",
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {R"("Effect": "Allow", "NotAction": "", "Resource": "*")",
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {R"("Effect": "Allow", "Action": "a a:Get", "Resource": "*")", "Vendor a a is not valid"},
      {R"("Effect": "Allow", "Action": "s3:Get:Object", "Resource": "*")",
       "Actions/Condition can contain only one colon."},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "invalid resource")",
       R"(Resource invalid resource must be in ARN format or "*".)"},
      {R"("Effect": "Allow", "Action": "s:3:Get", "Resource": "sdf")", R"(Resource sdf must be in ARN format or "*".)"},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "")", R"(Resource  must be in ARN format or "*".)"},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "a:bs")",
       R"(Partition "bs" is not valid for resource "arn:bs:*:*:*:*".)"},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "a:b:c:d:e:f:g:h")",
       R"(Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".)"},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "aws:s3:::bucket")",
       R"(Partition "s3" is not valid for resource "arn:s3:::bucket:*".)"},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws")",
       "Resource vendor must be fully qualified and cannot contain regexes."},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:iam:us-east-1::x")",
       "IAM resource arn:aws:iam:us-east-1::x cannot contain region information."},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:s3:us-east-1::b")",
       "Resource arn:aws:s3:us-east-1::b can not contain region information."},
      {R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:iam:::b")",
       "IAM resource path must either be \"*\", root, or start with user/, federated-user/, role/, group/, "
       "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, "
       "access-report/."},
      {R"("Effect": "Allow", "Principal": "*", "Action": "s3:Get", "Resource": "*")",
       "Policy document should not specify a principal."},
      {R"("Sid": "a b", "Effect": "Allow", "Action": "s3:Get", "Resource": "*")",
       "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
       "[0-9A-Za-z]*"},
  };
  for (const Refused& one : cases) {
    INFO(one.elements);
    CHECK(refusal(with(one.elements), Kind::managed) == one.message);
  }
}

TEST_CASE("what frames the statements is checked too") {
  const std::string statement = R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "*"})";
  CHECK(refusal("This is not a json document", Kind::managed) == kSyntax);
  CHECK(refusal("[]", Kind::managed) == kSyntax);
  CHECK(refusal(R"({"Version": "2012-10-17"})", Kind::managed) == kSyntax);
  CHECK(refusal(R"({"Version": "2012-10-17", "Statement": []})", Kind::managed) == kSyntax);
  CHECK(refusal(R"({"Version": "2012-10-17", "Statement": ["a"]})", Kind::managed) == kSyntax);
  CHECK(refusal(R"({"Version": "2012-10-17", "Id": [], "Statement": )" + statement + "}", Kind::managed) == kSyntax);
  CHECK(refusal(R"({"Version": "2013-10-17", "Statement": )" + statement + "}", Kind::managed) == kSyntax);
  CHECK(refusal(R"({"Version": "2012-10-17", "Extra": 1, "Statement": )" + statement + "}", Kind::managed) == kSyntax);
  CHECK(refusal(R"({"Version": "2008-10-17", "Statement": )" + statement + "}", Kind::managed) == kVersion);
  CHECK(refusal(R"({"Statement": )" + statement + "}", Kind::managed) == kVersion);
  CHECK(refusal(R"({"Statement": )" + statement + "}", Kind::identity) == "");
  const std::string named = R"({"Sid": "a", "Effect": "Allow", "Action": "s3:Get", "Resource": "*"})";
  CHECK(refusal(R"({"Version": "2012-10-17", "Statement": [)" + named + "," + named + "]}", Kind::managed) ==
        "Statement IDs (SID) in a single policy must be unique.");
  CHECK(refusal("x", Kind::session) == "The policy is not in the valid JSON format.");
}

TEST_CASE("odd documents that AWS takes are taken") {
  for (
      const std::string_view elements : {
          R"("Effect": "Allow", "Action": "iam: asdf safdsf af ", "Resource": "*")",
          R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:fdsasf")",
          R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:iam:::user/x")",
          R"("Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:iam::111122223333:root")",
          R"("Effect": "Allow", "Action": "s3-s.x:Get", "Resource": "*", "Condition": {})",
          R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"a": {}, "b": {}})",
          R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"DateEquals": {"a": []}})",
          R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"DateEquals": {"a": "01T"}})",
          R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*", "Condition": {"DateEquals": {"a": "-292275054"}})",
          R"("Effect": "Allow", "Action": "s3:Get", "Resource": "*",
              "Condition": {"DateEquals": {"a": "2016-12-13t2:00:00.593194+23"}})",
          R"("Sid": "", "Effect": "Allow", "NotAction": "s3:Get", "NotResource": "*")",
          R"("Effect": "Allow", "Action": "s3:*",
          "Resource": "arn:aws:s3:us-west-2:123456789012:accesspoint/a/object/*")",
      }) {
    INFO(elements);
    CHECK(refusal(with(elements), Kind::managed) == "");
  }
}

TEST_CASE("a trust policy is refused in AWS's words") {
  const Refused cases[] = {
      {R"("Effect": "Allow", "Action": "sts:AssumeRole")", "Missing required field Principal"},
      {R"("Effect": "Allow", "Principal": {"AWS": "*"})", "Missing required field Action"},
      {R"("Principal": {"AWS": "*"}, "Action": "sts:AssumeRole")", "Missing required field Effect"},
      {R"("Effect": "allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole")", "Invalid effect: allow"},
      {R"("Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Resource": "*")",
       "Has prohibited field Resource"},
      {R"("Effect": "Allow", "Pricipal": {"AWS": "*"}, "Action": "sts:AssumeRole")", "Unknown field Pricipal"},
      {R"("Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123:user/x"}, "Action": "sts:AssumeRole")",
       R"(Invalid principal in policy: "AWS":"arn:aws:iam::123:user/x")"},
      {R"("Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/*"}, "Action": "sts:AssumeRole")",
       R"(Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user/*")"},
      {R"("Effect": "Allow", "Principal": {"Service": "ec2"}, "Action": "sts:AssumeRole")",
       R"(Invalid principal in policy: "SERVICE":"ec2")"},
      {R"("Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:GetObject")",
       "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and "
       "sts:AssumeRoleWithWebIdentity"},
  };
  for (const Refused& one : cases) {
    INFO(one.elements);
    CHECK(refusal(with(one.elements), Kind::trust) == one.message);
  }
  CHECK(refusal("{", Kind::trust) == "This policy contains invalid Json");
  CHECK(refusal(R"({"Version": "2012-10-17"})", Kind::trust) == "Missing required field Statement");
}

TEST_CASE("a bucket policy is refused in AWS's words") {
  const Refused cases[] = {
      {R"("Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*")",
       "Missing required field Principal"},
      {R"("Effect": "Allow", "Principal": "*", "Action": "s3:GetObject")", "Missing required field Resource"},
      {R"("Effect": "Allow", "Principal": "*", "Resource": "arn:aws:s3:::b/*")", "Missing required field Action"},
      {R"("Effect": "Allow", "Principal": "*", "Action": "GetObject", "Resource": "arn:aws:s3:::b/*")",
       "Policy has invalid action"},
      {R"("Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "b/*")",
       "Policy has invalid resource"},
      {R"("Effect": "Allow", "Principal": {"AWS": "user"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*")",
       "Invalid principal in policy"},
      {R"("Effect": "Allow", "Principal": {}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*")",
       "Invalid principal in policy"},
      {R"("Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
          "Condition": {"IpAddress": {"aws:SourceIp": "1.2.3"}})",
       "Invalid IP address in Conditions"},
  };
  for (const Refused& one : cases) {
    INFO(one.elements);
    CHECK(refusal(with(one.elements), Kind::resource) == one.message);
  }
  CHECK(refusal("hello", Kind::resource) == "Policies must be valid JSON and the first byte must be '{'");
  CHECK(refusal("{,}", Kind::resource) == "This policy contains invalid Json");
  CHECK(refusal(R"({"Version": "2012-10-17", "Statement": []})", Kind::resource) ==
        "Could not parse the policy: Statement is empty!");
  CHECK(refusal(R"({"Version": "2099-10-17", "Statement": []})", Kind::resource) ==
        "The policy must contain a valid version string");
}

TEST_CASE("statements know where they stand, counted in characters") {
  const auto document = parse(
      "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n"
      "    {\"Sid\": \"One\", \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::\xC3\xA4/*\"}, "
      "{\n"
      "      \"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\"\n    }\n  ]\n}\n",
      Kind::managed);
  REQUIRE(document);
  const auto& statements = (*document)->statements();
  REQUIRE(statements.size() == 2);
  CHECK(statements[0].sid == "One");
  CHECK(statements[0].start == Position{4, 5});
  CHECK(statements[0].end == Position{4, 87});
  CHECK(statements[1].start == Position{4, 90});
  CHECK(statements[1].end == Position{6, 5});
  CHECK(statements[1].number == 2);
}

TEST_CASE("a flaw says where it is") {
  const auto document =
      parse("{\"Version\": \"2012-10-17\",\n \"Statement\": {\"Effect\": \"Allow\",\n  \"Action\": 7}}", Kind::managed);
  REQUIRE_FALSE(document);
  CHECK(document.error().position == Position{3, 13});
}

TEST_CASE("the keys a document needs are its condition keys and its variables, each once") {
  const auto document = parse(with(R"("Effect": "Allow", "Action": "s3:*",
      "Resource": ["arn:aws:s3:::b/${aws:username}/${aws:PrincipalTag/Team, 'x'}"],
      "Condition": {"StringLike": {"s3:prefix": ["${aws:UserName}/*", "${*}"]},
                    "Null": {"aws:TokenIssueTime": "true"}})"),
                              Kind::managed);
  REQUIRE(document);
  CHECK((*document)->context_keys() ==
        std::vector<std::string>{"s3:prefix", "aws:UserName", "aws:TokenIssueTime", "aws:PrincipalTag/Team"});
}

TEST_CASE("quotas count characters without white space") {
  CHECK(
      (*parse(with("\"Effect\":\"Allow\",\n\t \"Action\": \"*\", \"Resource\":\"*\""), Kind::managed))->characters() ==
      83);
}

TEST_CASE("JSON is read strictly") {
  const std::string good = R"({"Effect": "Allow", "Action": "s3:Get", "Resource": "*"})";
  CHECK(refusal("{\"Statement\": " + good + "}", Kind::identity) == "");
  CHECK(refusal("{\"Statement\": " + good + ", \"Statement\": " + good + "}", Kind::identity) == kSyntax);
  CHECK(refusal("{\"Statement\": " + good + ",}", Kind::identity) == kSyntax);
  CHECK(refusal("{\"Statement\": " + good + "} {}", Kind::identity) == kSyntax);
  CHECK(refusal("{\"Statement\": [" + good + ",]}", Kind::identity) == kSyntax);
  CHECK(refusal("\xEF\xBB\xBF{\"Statement\": " + good + "}", Kind::identity) == kSyntax);
  CHECK(refusal("{\"Id\": \"\x01\", \"Statement\": " + good + "}", Kind::identity) == kSyntax);
  CHECK(refusal("{\"Id\": \"\\x\", \"Statement\": " + good + "}", Kind::identity) == kSyntax);
  CHECK(refusal("{\"Id\": \"\\ud800\", \"Statement\": " + good + "}", Kind::identity) == kSyntax);
  CHECK(refusal("{\"Id\": \"\xff\", \"Statement\": " + good + "}", Kind::identity) == kSyntax);
  CHECK(refusal("{\"Id\": 01, \"Statement\": " + good + "}", Kind::identity) == kSyntax);
  CHECK(refusal(std::string(100'000, '['), Kind::identity) == kSyntax);
  CHECK(refusal("{\"Statement\": " + good + std::string(kDocumentBytesMax, ' ') + "}", Kind::identity) == kSyntax);
  const auto escaped = parse("{\"Id\": \"\\u00e4\\ud83d\\ude00\\n\", \"Statement\": " + good + "}", Kind::identity);
  REQUIRE(escaped);
  CHECK((*escaped)->id() == "\xC3\xA4\xF0\x9F\x98\x80\n");
}

}  // namespace lightwell::policy
