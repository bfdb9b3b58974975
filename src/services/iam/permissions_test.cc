#include "services/iam/permissions.h"

#include <doctest/doctest.h>

#include "services/iam/fixture.h"

namespace lightwell::iam {
namespace {

constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}})";

std::string allow(const std::string& action) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":")" + action + R"(","Resource":"*"}})";
}

class PermissionsFixture : public IamFixture {
 public:
  void put_user_policy(const std::string& user, const std::string& name, const std::string& document) {
    api::iam::PutUserPolicyRequest request{user, name, document};
    REQUIRE(run(&IamService::put_user_policy, std::move(request)));
  }
  std::string given_policy(const std::string& name, const std::string& document) {
    api::iam::CreatePolicyRequest request;
    request.policy_name = name;
    request.policy_document = document;
    auto made = run(&IamService::create_policy, std::move(request));
    REQUIRE(made);
    return *made->policy->arn;
  }
  api::iam::Role given_role(const std::string& name) {
    api::iam::CreateRoleRequest request;
    request.role_name = name;
    request.assume_role_policy_document = kTrust;
    auto made = run(&IamService::create_role, std::move(request));
    REQUIRE(made);
    return *made->role;
  }
  Principal session_of(const api::iam::Role& role, Session session = {}) {
    session.issuer_arn = *role.arn;
    session.name = "ann";
    return {.account = kAlice,
            .arn = "arn:aws:sts::" + std::string(kAlice) + ":assumed-role/" + *role.role_name + "/ann",
            .access_key_id = "ASIAEXAMPLE",
            .kind = PrincipalKind::assumed_role,
            .id = *role.role_id + ":ann",
            .name = *role.role_name,
            .session = std::make_shared<const Session>(std::move(session))};
  }
  bool may(const Principal& principal, const std::string& action) {
    const auto set = wait_for(service->policy_set(principal));
    REQUIRE(set);
    const policy::Context context;
    const policy::Request request{.principal = principal,
                                  .action = action,
                                  .resource = "arn:aws:s3:::bucket/key",
                                  .resource_account = {},
                                  .context = context};
    return policy::evaluate(request, **set).is_allowed();
  }
};

TEST_CASE_FIXTURE(PermissionsFixture, "A user may what its policies and its groups' allow, from the next request on") {
  given_user("ann");
  given_group("readers");
  given_member("ann", "readers");
  const Principal ann = call_of("ann").principal;
  CHECK_FALSE(may(ann, "s3:GetObject"));

  put_user_policy("ann", "own", allow("s3:PutObject"));
  REQUIRE(
      run(&IamService::put_group_policy, api::iam::PutGroupPolicyRequest{"readers", "inline", allow("s3:GetObject")}));
  CHECK(may(ann, "s3:PutObject"));
  CHECK(may(ann, "s3:GetObject"));

  REQUIRE(run(&IamService::remove_user_from_group, api::iam::RemoveUserFromGroupRequest{"readers", "ann"}));
  CHECK(may(ann, "s3:PutObject"));
  CHECK_FALSE(may(ann, "s3:GetObject"));

  REQUIRE(run(&IamService::delete_user_policy, api::iam::DeleteUserPolicyRequest{"ann", "own"}));
  CHECK_FALSE(may(ann, "s3:PutObject"));
}

TEST_CASE_FIXTURE(PermissionsFixture, "The default version of a managed policy counts, and a boundary limits") {
  given_user("ann");
  const Principal ann = call_of("ann").principal;
  const std::string arn = given_policy("works", allow("s3:GetObject"));
  REQUIRE(run(&IamService::attach_user_policy, api::iam::AttachUserPolicyRequest{"ann", arn}));
  CHECK(may(ann, "s3:GetObject"));

  api::iam::CreatePolicyVersionRequest next{arn, allow("s3:*"), true};
  REQUIRE(run(&IamService::create_policy_version, std::move(next)));
  CHECK(may(ann, "s3:PutObject"));

  const std::string boundary = given_policy("limit", allow("s3:GetObject"));
  REQUIRE(
      run(&IamService::put_user_permissions_boundary, api::iam::PutUserPermissionsBoundaryRequest{"ann", boundary}));
  CHECK(may(ann, "s3:GetObject"));
  CHECK_FALSE(may(ann, "s3:PutObject"));

  REQUIRE(run(&IamService::set_default_policy_version, api::iam::SetDefaultPolicyVersionRequest{arn, "v1"}));
  REQUIRE(run(&IamService::delete_user_permissions_boundary, api::iam::DeleteUserPermissionsBoundaryRequest{"ann"}));
  CHECK_FALSE(may(ann, "s3:PutObject"));
}

TEST_CASE_FIXTURE(PermissionsFixture, "A session that a deleted policy let do something may it no more") {
  const auto role = given_role("worker");
  REQUIRE(run(&IamService::attach_role_policy,
              api::iam::AttachRolePolicyRequest{"worker", "arn:aws:iam::aws:policy/AmazonS3FullAccess"}));
  const std::string limit = given_policy("limit", allow("s3:GetObject"));
  const Principal limited = session_of(role, {.policy_arns = {limit}});
  CHECK(may(limited, "s3:GetObject"));
  REQUIRE(run(&IamService::delete_policy, api::iam::DeletePolicyRequest{limit}));
  CHECK_FALSE(may(limited, "s3:GetObject"));
}

TEST_CASE_FIXTURE(PermissionsFixture, "A session of a role may what the role may and its session policies allow") {
  const auto role = given_role("worker");
  REQUIRE(run(&IamService::attach_role_policy,
              api::iam::AttachRolePolicyRequest{"worker", "arn:aws:iam::aws:policy/AmazonS3FullAccess"}));
  CHECK(may(session_of(role), "s3:PutObject"));
  CHECK(may(session_of(role), "s3:GetObject"));
  const Principal limited = session_of(role, {.policies = {allow("s3:GetObject")}});
  CHECK(may(limited, "s3:GetObject"));
  CHECK_FALSE(may(limited, "s3:PutObject"));
  const Principal by_arn = session_of(role, {.policy_arns = {"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}});
  CHECK(may(by_arn, "s3:GetObject"));
  CHECK_FALSE(may(by_arn, "s3:PutObject"));
  CHECK(may(session_of(role), "s3:PutObject"));

  REQUIRE(run(&IamService::detach_role_policy,
              api::iam::DetachRolePolicyRequest{"worker", "arn:aws:iam::aws:policy/AmazonS3FullAccess"}));
  CHECK_FALSE(may(limited, "s3:GetObject"));
}

TEST_CASE_FIXTURE(PermissionsFixture, "Who is gone may nothing, and who has the name afterwards is another") {
  given_user("ann");
  const Principal ann = call_of("ann").principal;
  put_user_policy("ann", "own", allow("s3:*"));
  CHECK(may(ann, "s3:GetObject"));
  CHECK(wait_for(service->exists(kAlice, ann.id)).value());
  CHECK_FALSE(wait_for(service->exists(kBob, ann.id)).value());

  REQUIRE(run(&IamService::delete_user_policy, api::iam::DeleteUserPolicyRequest{"ann", "own"}));
  api::iam::DeleteUserRequest request;
  request.user_name = "ann";
  REQUIRE(run(&IamService::delete_user, std::move(request)));
  given_user("ann");
  put_user_policy("ann", "own", allow("s3:*"));
  CHECK_FALSE(may(ann, "s3:GetObject"));
  CHECK(may(call_of("ann").principal, "s3:GetObject"));
  CHECK_FALSE(wait_for(service->exists(kAlice, ann.id)).value());
}

TEST_CASE_FIXTURE(PermissionsFixture,
                  "A federated user may what the user who asked may, and only with session policies") {
  given_user("ann");
  put_user_policy("ann", "own", allow("s3:Get*"));
  const auto federated = [&](std::vector<std::string> policies) {
    Session session{.issuer_arn = "arn:aws:iam::" + std::string(kAlice) + ":user/ann", .policies = std::move(policies)};
    return Principal{.account = kAlice,
                     .arn = "arn:aws:sts::" + std::string(kAlice) + ":federated-user/guest",
                     .access_key_id = "ASIAGUEST",
                     .kind = PrincipalKind::federated_user,
                     .id = std::string(kAlice) + ":guest",
                     .name = "guest",
                     .session = std::make_shared<const Session>(std::move(session))};
  };
  CHECK_FALSE(may(federated({}), "s3:GetObject"));
  CHECK(may(federated({allow("s3:*")}), "s3:GetObject"));
  CHECK_FALSE(may(federated({allow("s3:*")}), "s3:PutObject"));
}

TEST_CASE_FIXTURE(PermissionsFixture, "A full memory forgets and answers all the same") {
  options.kept_principals_max = 2;
  start();
  for (const char* name : {"a", "b", "c", "d"}) {
    given_user(name);
    put_user_policy(name, "own", allow("s3:Get*"));
  }
  for (int round = 0; round < 2; ++round) {
    for (const char* name : {"a", "b", "c", "d"}) CHECK(may(call_of(name).principal, "s3:GetObject"));
  }
}

TEST_CASE_FIXTURE(PermissionsFixture, "What an ARN stands for is told with its path and tags") {
  api::iam::CreateRoleRequest request;
  request.role_name = "worker";
  request.path = "/teams/a/";
  request.assume_role_policy_document = kTrust;
  request.tags = std::vector<api::iam::Tag>{{"team", "a"}};
  REQUIRE(run(&IamService::create_role, std::move(request)));
  const std::string start = "arn:aws:iam::" + std::string(kAlice) + ":role/";
  const auto facts = wait_for(service->entity_facts(call(), start + "worker"));
  REQUIRE(facts);
  CHECK(facts->arn == start + "teams/a/worker");
  REQUIRE(facts->tags.size() == 1);
  CHECK(facts->tags.front().value == "a");
  CHECK(wait_for(service->entity_facts(call(), start + "nobody"))->arn == start + "nobody");
  const std::string linked = start + "aws-service-role/rds.amazonaws.com/";
  CHECK(wait_for(service->entity_facts(call(), linked + "*"))->arn == linked + "AWSServiceRoleForRDS");
  const std::string provider = "arn:aws:iam::" + std::string(kAlice) + ":oidc-provider/";
  CHECK(wait_for(service->entity_facts(call(), provider + "https://example.com/a"))->arn == provider + "example.com/a");
}

}  // namespace
}  // namespace lightwell::iam
