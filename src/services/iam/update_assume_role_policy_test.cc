#include <doctest/doctest.h>

#include "base/text.h"
#include "services/iam/fixture.h"

namespace lightwell::iam {
namespace {

std::string trust(const std::string& principal) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":")" + principal +
         R"("},"Action":"sts:AssumeRole"}})";
}

class TrustFixture : public IamFixture {
 public:
  TrustFixture() {
    api::iam::CreateRoleRequest request;
    request.role_name = "worker";
    request.assume_role_policy_document = trust("*");
    REQUIRE(run(&IamService::create_role, std::move(request)));
  }
  auto set(const std::string& document) {
    return run(&IamService::update_assume_role_policy, api::iam::UpdateAssumeRolePolicyRequest{"worker", document});
  }
  std::string shown() {
    auto got = run(&IamService::get_role, api::iam::GetRoleRequest{"worker"});
    REQUIRE(got);
    return percent_decode(*got->role->assume_role_policy_document).value();
  }
};

TEST_CASE_FIXTURE(TrustFixture,
                  "UpdateAssumeRolePolicy keeps whom it trusts through a new name, not through a new user") {
  given_user("ann");
  const auto ann = get_user("ann");
  REQUIRE(set(trust(*ann.arn)));
  CHECK(shown() == trust(*ann.arn));

  api::iam::UpdateUserRequest rename;
  rename.user_name = "ann";
  rename.new_user_name = "anna";
  REQUIRE(run(&IamService::update_user, std::move(rename)));
  CHECK(shown() == trust(*ann.arn + "a"));

  api::iam::DeleteUserRequest gone;
  gone.user_name = "anna";
  REQUIRE(run(&IamService::delete_user, std::move(gone)));
  given_user("anna");
  CHECK(shown() == trust(*ann.user_id));
}

TEST_CASE_FIXTURE(TrustFixture, "UpdateAssumeRolePolicy refuses who does not exist and changes nothing") {
  given_group("readers");
  const std::string start = "arn:aws:iam::" + std::string(kAlice) + ":";
  for (const std::string& principal : {start + "user/nobody", start + "role/worke?", start + "group/readers",
                                       std::string("AROAXXXXXXXXXXXXXXXXX"), start + "user/*"}) {
    CAPTURE(principal);
    const auto refused = set(trust(principal));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind->code == "MalformedPolicyDocument");
  }
  CHECK(shown() == trust("*"));
  CHECK(set(trust(start + "role/worker")));
  CHECK(set(trust(kBob)));
  CHECK(shown() == trust("arn:aws:iam::" + std::string(kBob) + ":root"));
}

}  // namespace
}  // namespace lightwell::iam
