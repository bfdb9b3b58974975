#include "services/iam/fixture.h"

namespace lightwell::iam {
namespace {

api::iam::CreateLoginProfileRequest a_password(std::string user, std::string password) {
  api::iam::CreateLoginProfileRequest request;
  request.user_name = std::move(user);
  request.password = std::move(password);
  return request;
}

TEST_CASE_FIXTURE(IamFixture, "A login profile is told without its password") {
  given_user("anna");
  auto request = a_password("anna", "Correct-horse-7");
  request.password_reset_required = true;
  REQUIRE(run(&IamService::create_login_profile, request));
  CHECK_REFUSED(run(&IamService::create_login_profile, request), errors::entity_already_exists_exception,
                "Login Profile for user anna already exists.");
  api::iam::GetLoginProfileRequest get;
  get.user_name = "anna";
  const auto told = run(&IamService::get_login_profile, get);
  REQUIRE(told);
  CHECK(told->login_profile->password_reset_required == true);
  CHECK(told->login_profile->create_date == clock.now());

  api::iam::DeleteLoginProfileRequest gone;
  gone.user_name = "anna";
  REQUIRE(run(&IamService::delete_login_profile, gone));
  CHECK_REFUSED(run(&IamService::get_login_profile, get), errors::no_such_entity_exception,
                "Login Profile for User anna cannot be found.");
}

TEST_CASE_FIXTURE(IamFixture, "A user changes the password with the old one, and not back while that is prevented") {
  given_user("anna");
  REQUIRE(run(&IamService::create_login_profile, a_password("anna", "Correct-horse-7")));
  api::iam::UpdateAccountPasswordPolicyRequest policy;
  policy.allow_users_to_change_password = true;
  policy.password_reuse_prevention = 2;
  REQUIRE(run(&IamService::update_account_password_policy, policy));
  const Call anna = call_of("anna");

  const auto change = [&](std::string from, std::string to) {
    api::iam::ChangePasswordRequest request;
    request.old_password = std::move(from);
    request.new_password = std::move(to);
    return run_as(anna, &IamService::change_password, request);
  };
  CHECK_REFUSED(change("wrong", "Battery-staple-8"), errors::access_denied, "The old password was incorrect.");
  REQUIRE(change("Correct-horse-7", "Battery-staple-8"));
  const auto back = change("Battery-staple-8", "Correct-horse-7");
  REQUIRE_FALSE(back);
  CHECK(back.error().kind == &errors::password_policy_violation_exception);
  REQUIRE(change("Battery-staple-8", "Third-password-9"));
  CHECK(change("Third-password-9", "Correct-horse-7"));
}

TEST_CASE_FIXTURE(IamFixture, "Where the policy does not let users change it, a required change is still possible") {
  given_user("anna");
  REQUIRE(run(&IamService::create_login_profile, a_password("anna", "Correct-horse-7")));
  REQUIRE(run(&IamService::update_account_password_policy, api::iam::UpdateAccountPasswordPolicyRequest{}));
  api::iam::ChangePasswordRequest request;
  request.old_password = "Correct-horse-7";
  request.new_password = "Battery-staple-8";
  const auto refused = run_as(call_of("anna"), &IamService::change_password, request);
  REQUIRE_FALSE(refused);

  api::iam::UpdateLoginProfileRequest reset;
  reset.user_name = "anna";
  reset.password_reset_required = true;
  REQUIRE(run(&IamService::update_login_profile, reset));
  REQUIRE(run_as(call_of("anna"), &IamService::change_password, request));
  api::iam::GetLoginProfileRequest get;
  get.user_name = "anna";
  CHECK(run(&IamService::get_login_profile, get)->login_profile->password_reset_required == false);
}

TEST_CASE_FIXTURE(IamFixture, "The root has no password that could be changed here") {
  api::iam::ChangePasswordRequest request;
  request.old_password = request.new_password = "Correct-horse-7";
  const auto refused = run(&IamService::change_password, request);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == &errors::invalid_user_type_exception);
}

TEST_CASE_FIXTURE(IamFixture, "The account's password policy holds, is told, and goes") {
  given_user("anna");
  api::iam::UpdateAccountPasswordPolicyRequest policy;
  policy.minimum_password_length = 12;
  policy.require_symbols = true;
  policy.max_password_age = 90;
  REQUIRE(run(&IamService::update_account_password_policy, policy));
  CHECK_REFUSED(run(&IamService::create_login_profile, a_password("anna", "Short-1")),
                errors::password_policy_violation_exception, "Password should have a minimum length of 12");
  CHECK_FALSE(run(&IamService::create_login_profile, a_password("anna", "nosymbolsinthis1")));
  CHECK(run(&IamService::create_login_profile, a_password("anna", "with symbols!!")));

  const auto told = run(&IamService::get_account_password_policy, api::iam::GetAccountPasswordPolicyRequest{});
  REQUIRE(told);
  CHECK(told->password_policy->minimum_password_length == 12);
  CHECK(told->password_policy->expire_passwords == true);
  CHECK(told->password_policy->max_password_age == 90);
  CHECK_FALSE(told->password_policy->password_reuse_prevention);

  REQUIRE(run(&IamService::delete_account_password_policy, api::iam::DeleteAccountPasswordPolicyRequest{}));
  CHECK_REFUSED(run(&IamService::get_account_password_policy, api::iam::GetAccountPasswordPolicyRequest{}),
                errors::no_such_entity_exception, "The Password Policy with domain name 111111111111 cannot be found.");
}

}  // namespace
}  // namespace lightwell::iam
