// What a denied caller and the owner are told, and the policy that a recorder proposes.

#include <doctest/doctest.h>

#include "policy/denial.h"
#include "policy/least_policy.h"

namespace lightwell::policy {
namespace {

Attached attached(std::string_view json, Kind kind, SourceType type, std::string name, std::string holder = {}) {
  return {.document = parse(json, kind).value(), .name = std::move(name), .type = type, .holder = std::move(holder)};
}

constexpr std::string_view kAllowS3 = R"({"Version": "2012-10-17", "Statement": [
  {"Sid": "Puts", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::photos/*",
   "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["photos", "video"]}}},
  {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
  {"Effect": "Deny", "Action": "s3:GetObjectAcl", "Resource": "*"}]})";

struct Asked {
  Principal ann{.account = "111122223333", .arn = "arn:aws:iam::111122223333:user/ann", .kind = PrincipalKind::user};
  PolicySet set{.identity = {attached(kAllowS3, Kind::managed, SourceType::group_inline, "uploads", "family")}};
  Context context;
  std::vector<Attached> of_resource;
  std::string owner;

  Request request(std::string_view action, std::string_view resource) const {
    return {.principal = ann, .action = action, .resource = resource, .resource_account = owner, .context = context};
  }
  std::string message(std::string_view action, std::string_view resource) const {
    const Request asked = request(action, resource);
    return denial_message(asked, evaluate(asked, set, &of_resource));
  }
  std::string why(std::string_view action, std::string_view resource) const {
    const Request asked = request(action, resource);
    return explain(asked, evaluate(asked, set, &of_resource));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Asked, "a denied caller reads AWS's words") {
  const std::string who = "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: ";
  CHECK(message("s3:GetObject", "arn:aws:s3:::photos/a") == "");
  CHECK(message("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q") ==
        who +
            "sqs:SendMessage on resource: arn:aws:sqs:us-east-1:111122223333:q because no identity-based policy "
            "allows the sqs:SendMessage action");
  CHECK(message("s3:GetObjectAcl", "arn:aws:s3:::photos/a") ==
        who +
            "s3:GetObjectAcl on resource: \"arn:aws:s3:::photos/a\" with an explicit deny in an identity-based policy");
  CHECK(message("s3:ListAllMyBuckets", "*") ==
        who + "s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action");

  owner = "444455556666";
  CHECK(message("s3:GetObject", "arn:aws:s3:::theirs/a") ==
        who +
            "s3:GetObject on resource: \"arn:aws:s3:::theirs/a\" because no resource-based policy allows the "
            "s3:GetObject action");

  owner.clear();
  const std::string_view ec2 =
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}})";
  set.boundary = attached(ec2, Kind::managed, SourceType::boundary, "limit");
  CHECK(message("s3:GetObject", "arn:aws:s3:::photos/a")
            .ends_with("because no permissions boundary allows the s3:GetObject action"));
  set.boundary.reset();
  set.has_session = true;
  CHECK(message("s3:GetObject", "arn:aws:s3:::photos/a")
            .ends_with("because no session policy allows the s3:GetObject action"));
  set.has_session = false;
  set.service_control = {attached(ec2, Kind::service_control, SourceType::service_control, "guard")};
  CHECK(
      message("s3:GetObject", "arn:aws:s3:::photos/a").ends_with("with an explicit deny in a service control policy"));
}

TEST_CASE_FIXTURE(Asked, "a role that trusts nobody is told as a trust policy") {
  const std::string_view trust =
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
    "Principal": {"AWS": "444455556666"}}})";
  of_resource = {attached(trust, Kind::trust, SourceType::trust, "r")};
  set.identity = {attached(R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})", Kind::identity,
                           SourceType::user_inline, "all")};
  CHECK(message("sts:AssumeRole", "arn:aws:iam::111122223333:role/r") ==
        "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: sts:AssumeRole on resource: "
        "arn:aws:iam::111122223333:role/r because no role trust policy allows the sts:AssumeRole action");
  CHECK(message("sts:TagSession", "arn:aws:iam::111122223333:role/r")
            .ends_with("because no role trust policy allows the sts:TagSession action"));
  CHECK(why("sts:SetSourceIdentity", "arn:aws:iam::111122223333:role/r")
            .contains("in the trust policy of arn:aws:iam::111122223333:role/r\n"));
}

TEST_CASE_FIXTURE(Asked, "what an object lacks is said of its bucket's policy") {
  owner = "444455556666";
  CHECK(why("s3:GetObject", "arn:aws:s3:::theirs/a/b")
            .contains("missing: s3:GetObject on arn:aws:s3:::theirs/a/b in the policy of arn:aws:s3:::theirs\n"));
}

TEST_CASE_FIXTURE(Asked, "things of IAM are named by kind and name, as AWS names them in refusals") {
  const auto told = [&](std::string_view action, std::string_view resource) {
    const std::string words = message(action, resource);
    const size_t start = words.find(" on resource: ") + 14;
    return words.substr(start, words.find(" because no ") - start);
  };
  const std::string iam = "arn:aws:iam::111122223333:";
  CHECK(told("iam:GetUser", iam + "user/crew/bob") == "user bob");
  CHECK(told("iam:AttachRolePolicy", iam + "role/crew/worker") == "role worker");
  CHECK(told("iam:GetGroup", iam + "group/crew") == "group crew");
  CHECK(told("iam:GetInstanceProfile", iam + "instance-profile/x/p") == "instance profile p");
  CHECK(told("iam:GetPolicy", iam + "policy/x/p") == "policy " + iam + "policy/x/p");
  CHECK(told("iam:CreatePolicy", iam + "policy/x/p") == "policy p");
  CHECK(told("iam:TagPolicy", iam + "policy/x/p") == "policy p");
  CHECK(told("iam:ListPolicies", "*") == "policy path /");
  for (const std::string_view action :
       {"iam:CreateRole", "iam:TagRole", "iam:PassRole", "iam:SimulatePrincipalPolicy"}) {
    CHECK(told(action, iam + "role/crew/worker") == iam + "role/crew/worker");
  }
  CHECK(told("iam:ListRoles", iam + "role/crew/") == iam + "role/crew/");
  CHECK(told("iam:CreateVirtualMFADevice", iam + "mfa/x") == iam + "mfa/x");
  CHECK(told("iam:GetAccountSummary", "*") == "*");
}

TEST_CASE_FIXTURE(Asked, "why names the statement, its place and what is missing") {
  CHECK(why("s3:GetObjectAcl", "arn:aws:s3:::photos/a") ==
        "s3:GetObjectAcl on arn:aws:s3:::photos/a by arn:aws:iam::111122223333:user/ann: denied, with an explicit deny "
        "in an identity-based policy\n"
        "  denied by statement 3 (line 5, column 3) of the inline policy \"uploads\" of group \"family\"\n");
  CHECK(
      why("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q") ==
      "sqs:SendMessage on arn:aws:sqs:us-east-1:111122223333:q by arn:aws:iam::111122223333:user/ann: denied, because "
      "no identity-based policy allows the sqs:SendMessage action\n"
      "  no statement allows it\n"
      "  missing: sqs:SendMessage on arn:aws:sqs:us-east-1:111122223333:q in an identity-based policy of "
      "arn:aws:iam::111122223333:user/ann\n");
  context.set("aws:PrincipalTag/Team", "sound");
  CHECK(
      why("s3:PutObject", "arn:aws:s3:::photos/a") ==
      "s3:PutObject on arn:aws:s3:::photos/a by arn:aws:iam::111122223333:user/ann: denied, because no identity-based "
      "policy allows the s3:PutObject action\n"
      "  no statement allows it\n"
      "  missing: s3:PutObject on arn:aws:s3:::photos/a in an identity-based policy of "
      "arn:aws:iam::111122223333:user/ann\n"
      "  but for a condition, it would apply: statement 1 \"Puts\" (line 2, column 3) of the inline policy \"uploads\" "
      "of group \"family\"\n"
      "    StringEquals aws:PrincipalTag/team asks for \"photos\" or \"video\"; the request has \"sound\"\n");
  CHECK(why("s3:GetObject", "arn:aws:s3:::photos/a") ==
        "s3:GetObject on arn:aws:s3:::photos/a by arn:aws:iam::111122223333:user/ann: is allowed\n"
        "  allowed by statement 2 (line 4, column 3) of the inline policy \"uploads\" of group \"family\"\n");
}

TEST_CASE("positions are what AWS's simulator prints") {
  const auto alone =
      parse(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*",)"
            R"("Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}})",
            Kind::managed);
  CHECK(simulator_start((*alone)->statements()[0]) == Position{1, 38});
  CHECK(simulator_end((*alone)->statements()[0]) == Position{1, 167});
  const auto listed =
      parse(R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]})", Kind::managed);
  CHECK(simulator_start((*listed)->statements()[0]) == Position{1, 38});
}

TEST_CASE("the least policy merges what was recorded and allows nothing else") {
  const std::string json = least_policy({{"s3:PutObject", "arn:aws:s3:::photos/a"},
                                         {"s3:GetObject", "arn:aws:s3:::photos/a"},
                                         {"s3:GetObject", "arn:aws:s3:::photos/a"},
                                         {"s3:GetObject", "arn:aws:s3:::photos/what?*"},
                                         {"s3:ListAllMyBuckets", "arn:aws:s3:::*"},
                                         {"sqs:ListQueues", "*"}});
  CHECK(json == R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "S3ListAllMyBuckets1",
      "Effect": "Allow",
      "Action": "s3:ListAllMyBuckets",
      "Resource": "*"
    },
    {
      "Sid": "S3PutObject2",
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::photos/a"
    },
    {
      "Sid": "S3GetObject3",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": [
        "arn:aws:s3:::photos/a",
        "arn:aws:s3:::photos/what${?}${*}"
      ]
    },
    {
      "Sid": "SqsListQueues1",
      "Effect": "Allow",
      "Action": "sqs:ListQueues",
      "Resource": "*"
    }
  ]
}
)");
  const auto document = parse(json, Kind::managed);
  REQUIRE(document);
  const Principal ann{.account = "1", .arn = "a", .kind = PrincipalKind::user};
  const PolicySet set{.identity = {{.document = *document, .name = "least"}}};
  const Context context;
  const auto allows = [&](std::string_view action, std::string_view resource) {
    return evaluate({.principal = ann, .action = action, .resource = resource, .context = context}, set).is_allowed();
  };
  CHECK(allows("s3:GetObject", "arn:aws:s3:::photos/what?*"));
  CHECK_FALSE(allows("s3:GetObject", "arn:aws:s3:::photos/whatever"));
  CHECK_FALSE(allows("s3:PutObject", "arn:aws:s3:::photos/what?*"));
  CHECK(least_policy({}) == "");
}

TEST_CASE("too many resources of one folder become the folder, from the deepest up") {
  const auto resources_of = [](const std::vector<Recorded>& recorded) {
    const auto document = parse(least_policy(recorded), Kind::managed);
    REQUIRE(document);
    std::vector<std::string> texts;
    for (const Pattern& resource : (*document)->statements().at(0).resources) texts.push_back(resource.text());
    return texts;
  };
  std::vector<Recorded> recorded = {{"s3:GetObject", "arn:aws:s3:::photos/index"}};
  for (size_t i = 0; i <= kResourcesOfAFolderMax; ++i) {
    recorded.push_back({"s3:GetObject", "arn:aws:s3:::photos/2026/" + std::to_string(i)});
  }
  CHECK(resources_of(recorded) == std::vector<std::string>{"arn:aws:s3:::photos/2026/*", "arn:aws:s3:::photos/index"});
  for (size_t i = 0; i <= kResourcesOfAFolderMax; ++i) {
    recorded.push_back({"s3:GetObject", "arn:aws:s3:::photos/" + std::to_string(i) + "/a"});
  }
  CHECK(resources_of(recorded).size() == kResourcesOfAFolderMax + 3);  // one of each folder: nothing to fold
  for (size_t i = 0; i <= kResourcesOfAFolderMax; ++i) {
    recorded.push_back({"s3:GetObject", "arn:aws:s3:::photos/key" + std::to_string(i)});
  }
  CHECK(resources_of(recorded) == std::vector<std::string>{"arn:aws:s3:::photos/*"});
}

TEST_CASE("actions on the same resources share a statement") {
  const std::string json = least_policy({{"s3:PutObject", "arn:aws:s3:::b/k"}, {"s3:GetObject", "arn:aws:s3:::b/k"}});
  const auto document = parse(json, Kind::managed);
  REQUIRE(document);
  REQUIRE((*document)->statements().size() == 1);
  CHECK((*document)->statements()[0].actions.size() == 2);
}

}  // namespace lightwell::policy
