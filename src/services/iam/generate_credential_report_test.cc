#include "services/iam/credential_report_rules.h"
#include "services/iam/fixture.h"

namespace lightwell::iam {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t start = 0; start < text.size();) {
    const size_t end = text.find('\n', start);
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

TEST_CASE_FIXTURE(IamFixture, "The credential report has a line a user, root first, and lives four hours") {
  const api::iam::GetCredentialReportRequest get;
  CHECK_REFUSED(run(&IamService::get_credential_report, get), errors::credential_report_not_present_exception,
                errors::credential_report_not_present_exception.message);
  given_user("anna");
  const auto key = given_key("anna");
  service->note_use(*key.access_key_id, "s3", "eu-west-1", clock.now());
  const auto first = run(&IamService::generate_credential_report, api::iam::GenerateCredentialReportRequest{});
  REQUIRE(first);
  CHECK(first->state == "STARTED");
  const auto second = run(&IamService::generate_credential_report, api::iam::GenerateCredentialReportRequest{});
  REQUIRE(second);
  CHECK(second->state == "COMPLETE");

  const auto report = run(&IamService::get_credential_report, get);
  REQUIRE(report);
  const auto lines = lines_of(*report->content);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].starts_with("user,arn,user_creation_time,password_enabled,"));
  CHECK(lines[1].starts_with("<root_account>,arn:aws:iam::111111111111:root,"));
  CHECK(lines[2] ==
        "anna,arn:aws:iam::111111111111:user/anna,2023-11-14T22:13:20+00:00,false,N/A,N/A,N/A,false,"
        "true,2023-11-14T22:13:20+00:00,2023-11-14T22:13:20+00:00,eu-west-1,s3,false,N/A,N/A,N/A,N/A,"
        "false,N/A,false,N/A");

  clock.advance(kReportLife);
  const auto late = run(&IamService::get_credential_report, get);
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == &errors::credential_report_expired_exception);
}

TEST_CASE_FIXTURE(IamFixture, "The report tells of root's key that the configuration declares, as the summary does") {
  options.has_declared_key = [](const std::string& account) { return account == kAlice; };
  start();
  REQUIRE(run(&IamService::generate_credential_report, api::iam::GenerateCredentialReportRequest{}));
  const auto report = run(&IamService::get_credential_report, api::iam::GetCredentialReportRequest{});
  REQUIRE(report);
  CHECK(lines_of(*report->content).at(1).contains(",false,true,2023-11-14T22:13:20+00:00,N/A,N/A,N/A,false,N/A,"));
}

TEST_CASE("A line tells a password, its age and a key that was never used") {
  const Timestamp then = from_micros(1'700'000'000'000'000);
  const ReportedUser user{.name = "anna",
                          .arn = "arn:aws:iam::111111111111:user/anna",
                          .created_at = then,
                          .password = ReportedPassword{{}, then, then + std::chrono::days(90)},
                          .is_mfa_active = true,
                          .keys = {{false, then}},
                          .certificates = {{true, then}}};
  CHECK(report_line(user) ==
        "anna,arn:aws:iam::111111111111:user/anna,2023-11-14T22:13:20+00:00,true,no_information,"
        "2023-11-14T22:13:20+00:00,2024-02-12T22:13:20+00:00,true,false,2023-11-14T22:13:20+00:00,N/A,N/A,N/A,"
        "false,N/A,N/A,N/A,N/A,true,2023-11-14T22:13:20+00:00,false,N/A\n");
}

TEST_CASE_FIXTURE(IamFixture, "The summary counts, and the alias is one account's alone") {
  given_user("anna");
  given_group("family");
  const auto told = run(&IamService::get_account_summary, api::iam::GetAccountSummaryRequest{});
  REQUIRE(told);
  CHECK(told->summary_map->at("Users") == 1);
  CHECK(told->summary_map->at("Groups") == 1);
  CHECK(told->summary_map->at("AccountAccessKeysPresent") == 0);
  CHECK(told->summary_map->at("UsersQuota") == 5000);

  api::iam::CreateAccountAliasRequest alias;
  alias.account_alias = "photos";
  REQUIRE(run(&IamService::create_account_alias, alias));
  CHECK_REFUSED(run(&IamService::create_account_alias, alias, kBob), errors::entity_already_exists_exception,
                "The account alias photos already exists.");
  const auto aliases = run(&IamService::list_account_aliases, api::iam::ListAccountAliasesRequest{});
  REQUIRE(aliases);
  CHECK(*aliases->account_aliases == std::vector<std::string>{"photos"});
  api::iam::DeleteAccountAliasRequest remove;
  remove.account_alias = "photos";
  REQUIRE(run(&IamService::delete_account_alias, remove));
  CHECK_REFUSED(run(&IamService::delete_account_alias, remove), errors::no_such_entity_exception,
                "The account alias with name photos cannot be found.");
}

}  // namespace
}  // namespace lightwell::iam
