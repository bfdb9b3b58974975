#include "services/sts/fixture.h"
#include "services/sts/packed_session.h"

namespace lightwell::sts {
namespace {

using namespace api::sts;

struct Roles : StsFixture {
  Principal session_of(const AssumeRoleResponse& answer) { return behind(*answer.credentials)->principal; }
};

}  // namespace

TEST_CASE_FIXTURE(Roles, "AssumeRole gives credentials that speak for the role's session") {
  const auto answer = assume(to_assume(), ann());
  REQUIRE(answer);
  CHECK(answer->assumed_role_user->arn == "arn:aws:sts::111111111111:assumed-role/reader/working");
  CHECK(answer->assumed_role_user->assumed_role_id == "AROAreader:working");
  CHECK_FALSE(answer->packed_policy_size);
  CHECK(answer->credentials->access_key_id->starts_with("ASIA"));
  CHECK(answer->credentials->access_key_id->size() == 20);
  CHECK(answer->credentials->secret_access_key->size() == 40);
  CHECK(*answer->credentials->expiration == std::chrono::floor<seconds>(clock.now()) + std::chrono::hours(1));
  CHECK(answer->session_token_size == int32_t(answer->credentials->session_token->size()));

  const auto grant = behind(*answer->credentials);
  REQUIRE(grant);
  CHECK(grant->secret == *answer->credentials->secret_access_key);
  CHECK(grant->principal.kind == PrincipalKind::assumed_role);
  CHECK(grant->principal.id == "AROAreader:working");
  CHECK(grant->principal.name == "reader");
  CHECK(grant->principal.session->issuer_arn == "arn:aws:iam::111111111111:role/team/reader");
  CHECK_FALSE(grant->principal.session->is_chained);
}

TEST_CASE_FIXTURE(Roles, "what the judge is asked names the session") {
  AssumeRoleRequest request = to_assume();
  request.external_id = "partner";
  request.source_identity = "ann";
  request.tags = {{.key = "team", .value = "lab"}};
  request.transitive_tag_keys = {"team"};
  REQUIRE(assume(request, ann()));
  REQUIRE(judge.asked.size() == 3);
  CHECK(judge.asked[0].action == "sts:AssumeRole");
  CHECK(judge.asked[1].action == "sts:TagSession");
  CHECK(judge.asked[2].action == "sts:SetSourceIdentity");
  const auto& asked = judge.asked[0];
  CHECK(asked.says("sts:ExternalId", "partner"));
  CHECK(asked.says("sts:RoleSessionName", "working"));
  CHECK(asked.says("sts:SourceIdentity", "ann"));
  CHECK(asked.says("aws:RequestTag/team", "lab"));
  CHECK(asked.says("aws:TagKeys", "team"));
  CHECK(asked.says("sts:TransitiveTagKeys", "team"));
  for (const char* action : {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"}) {
    judge.denied = {action};
    const auto refused = assume(request, ann());
    CHECK_ERROR(refused, errors::access_denied);
    CHECK(refused.error().message ==
          fmt::format("User: arn:aws:iam::111111111111:user/ann is not authorized to perform: "
                      "{} on resource: arn:aws:iam::111111111111:role/team/reader",
                      action));
  }
}

TEST_CASE_FIXTURE(Roles, "a role that is not there, or lies elsewhere, is answered as one that is closed") {
  for (const char* arn : {"arn:aws:iam::111111111111:role/team/nobody", "arn:aws:iam::111111111111:role/reader",
                          "arn:aws:iam::222222222222:role/team/reader"}) {
    AssumeRoleRequest request = to_assume();
    request.role_arn = arn;
    const auto refused = assume(request, ann());
    CHECK_ERROR(refused, errors::access_denied);
    CHECK(refused.error().message.ends_with(arn));
  }
  for (const char* arn : {"arn:aws:iam::111111111111:user/ann", "arn:aws:iam::1:role/reader", "a role of the account",
                          "arn:aws:iam::111111111111:role/", "arn:aws:iam::111111111111:role/team/"}) {
    AssumeRoleRequest request = to_assume();
    request.role_arn = arn;
    const auto refused = assume(request, ann());
    CHECK_ERROR(refused, errors::validation_error);
    CHECK(refused.error().message == std::string(arn) + " is invalid");
  }
}

TEST_CASE_FIXTURE(Roles, "no root assumes a role, but in --testing") {
  const auto refused = assume(to_assume(), root());
  CHECK_ERROR(refused, errors::access_denied);
  CHECK(refused.error().message == "Roles may not be assumed by root accounts.");
  start({.may_root_assume_roles = true});
  CHECK(assume(to_assume(), root()));
}

TEST_CASE_FIXTURE(Roles, "a session lasts as long as the role lets it, and an hour at most in a chain") {
  AssumeRoleRequest request = to_assume();
  request.duration_seconds = 3601;
  const auto refused = assume(request, ann());
  CHECK_ERROR(refused, errors::validation_error);
  CHECK(refused.error().message == "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  given_role("reader").max_session_seconds = 43200;
  request.duration_seconds = 43200;
  const auto answer = assume(request, ann());
  REQUIRE(answer);

  const Principal session = session_of(*answer);
  const auto chained = assume(request, session);
  CHECK_ERROR(chained, errors::validation_error);
  CHECK(chained.error().message.contains("1 hour session limit for roles assumed by role chaining."));
  request.duration_seconds = 3600;
  const auto second = assume(request, session);
  REQUIRE(second);
  CHECK(session_of(*second).session->is_chained);
}

TEST_CASE_FIXTURE(Roles,
                  "tags whose keys differ in case alone are refused; transitive ones go on and cannot be changed") {
  AssumeRoleRequest request = to_assume();
  request.tags = {{.key = "Team", .value = "lab"}, {.key = "team", .value = "field"}};
  const auto twice = assume(request, ann());
  CHECK_ERROR(twice, errors::invalid_parameter_value);
  CHECK(twice.error().message == "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  request.tags = {{.key = "Team", .value = "lab"}, {.key = "level", .value = "1"}};
  request.transitive_tag_keys = {"colour"};
  CHECK_ERROR(assume(request, ann()), errors::invalid_parameter_value);

  request.transitive_tag_keys = {"team"};
  const auto first = assume(request, ann());
  REQUIRE(first);
  const Principal session = session_of(*first);
  CHECK(session.session->tags.size() == 2);
  AssumeRoleRequest next = to_assume();
  const auto second = assume(next, session);
  REQUIRE(second);
  REQUIRE(session_of(*second).session->tags.size() == 1);
  CHECK(session_of(*second).session->tags[0].value == "lab");
  CHECK(judge.asked.back().action == "sts:AssumeRole");  // what is handed on needs no sts:TagSession
  next.tags = {{.key = "TEAM", .value = "other"}};
  const auto changed = assume(next, session);
  CHECK_ERROR(changed, errors::invalid_parameter_value);
  CHECK(changed.error().message.contains("conflicts with a transitive tag key from the calling session"));
}

TEST_CASE_FIXTURE(Roles, "a source identity stays for good") {
  AssumeRoleRequest request = to_assume();
  request.source_identity = "ann";
  const Principal session = session_of(*assume(request, ann()));
  CHECK(session_of(*assume(to_assume(), session)).session->source_identity == "ann");
  request.source_identity = "bob";
  const auto refused = assume(request, session);
  CHECK_ERROR(refused, errors::validation_error);
  CHECK(refused.error().message == "The source identity is already set for this assume role session");
}

TEST_CASE_FIXTURE(Roles, "session policies are read, measured and kept in the session") {
  AssumeRoleRequest request = to_assume();
  request.policy = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}})";
  request.policy_arns = {{.arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"}};
  const auto answer = assume(request, ann());
  REQUIRE(answer);
  CHECK(*answer->packed_policy_size > 0);
  CHECK(*answer->packed_policy_size < 30);
  const Principal session = session_of(*answer);
  CHECK(session.session->policies == std::vector<std::string>{*request.policy});
  CHECK(session.session->policy_arns == std::vector<std::string>{"arn:aws:iam::aws:policy/ReadOnlyAccess"});

  request.policy = "{";
  CHECK_ERROR(assume(request, ann()), errors::malformed_policy_document_exception);
  request.policy = std::nullopt;
  request.policy_arns = {{.arn = "arn:aws:iam::aws:policy/Nothing"}};
  CHECK_ERROR(assume(request, ann()), errors::malformed_policy_document_exception);
  request.policy_arns = std::vector<PolicyDescriptorType>(11, {.arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"});
  CHECK_ERROR(assume(request, ann()), errors::validation_error);

  request.policy_arns = std::nullopt;
  std::vector<Tag> tags;
  for (int i = 0; i < 50; ++i) tags.push_back({.key = ids.hex(20), .value = ids.hex(60)});
  request.tags = std::move(tags);
  const auto large = assume(request, ann());
  CHECK_ERROR(large, errors::packed_policy_too_large_exception);
  CHECK(large.error().message.starts_with("Packed size of session tags consumes "));
}

TEST_CASE_FIXTURE(Roles, "a code of one's MFA device counts as a condition; a wrong one ends the call") {
  AssumeRoleRequest request = to_assume();
  request.serial_number = "arn:aws:iam::111111111111:mfa/ann";
  const auto half = assume(request, ann());
  CHECK_ERROR(half, errors::access_denied);
  CHECK(half.error().message.contains("must provide both MFA serial number and one time pass code"));
  request.token_code = "000000";
  CHECK_ERROR(assume(request, ann()), errors::access_denied);
  CHECK(judge.asked.empty());
  request.token_code = "123456";
  const auto answer = assume(request, ann());
  REQUIRE(answer);
  CHECK(judge.asked.back().says("aws:MultiFactorAuthPresent", "true"));
  CHECK(session_of(*answer).session->is_mfa);
}

TEST_CASE_FIXTURE(Roles, "a token may be asked to be long, and says how long it is") {
  AssumeRoleRequest request = to_assume();
  request.minimum_session_token_size = 4096;
  const auto answer = assume(request, ann());
  REQUIRE(answer);
  CHECK(answer->credentials->session_token->size() >= 4096);
  CHECK(answer->credentials->session_token->size() < 4110);
  CHECK(behind(*answer->credentials));
}

TEST_CASE_FIXTURE(Roles, "EC2 takes a role that trusts it") {
  const StsService::ServiceSession wanted = {
      .account = kAccount, .role = "reader", .service = "ec2.amazonaws.com", .name = "i-1", .duration = seconds(3600)};
  const auto given = sync_wait(service->assume_for_service(wanted, clock.now()));
  REQUIRE(given);
  CHECK(judge.asked.back().principal.kind == PrincipalKind::service);
  CHECK(judge.asked.back().principal.name == "ec2.amazonaws.com");
  CHECK(behind(*given)->principal.arn == "arn:aws:sts::111111111111:assumed-role/reader/i-1");
  judge.denied = {"sts:AssumeRole"};
  CHECK_ERROR(sync_wait(service->assume_for_service(wanted, clock.now())), errors::access_denied);
}

}  // namespace lightwell::sts
