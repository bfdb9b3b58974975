#include "base/access_key_id.h"
#include "services/iam/fixture.h"

namespace lightwell::iam {
namespace {

api::iam::UpdateAccessKeyRequest status_of(const api::iam::AccessKey& key, const char* status) {
  api::iam::UpdateAccessKeyRequest request;
  request.user_name = key.user_name;
  request.access_key_id = *key.access_key_id;
  request.status = status;
  return request;
}

TEST_CASE_FIXTURE(IamFixture, "A key speaks for its user with the secret that was shown") {
  given_user("anna");
  const auto key = given_key("anna");
  CHECK(account_of_access_key(*key.access_key_id) == kAlice);
  for (const bool is_restarted : {false, true}) {
    if (is_restarted) start();
    const auto owner = owner_of(*key.access_key_id);
    REQUIRE(owner);
    CHECK(owner->secret == key.secret_access_key);
    CHECK(owner->principal.kind == PrincipalKind::user);
    CHECK(owner->principal.arn == "arn:aws:iam::111111111111:user/anna");
    CHECK(owner->principal.id == get_user("anna").user_id);
    CHECK(owner->principal.access_key_id == *key.access_key_id);
  }
  CHECK_FALSE(owner_of("AKIAIOSFODNN7EXAMPLE"));
}

TEST_CASE_FIXTURE(IamFixture, "The secret is not among the rows") {
  given_user("anna");
  const auto key = given_key("anna");
  const auto rows = wait_for(database->read([&](store::Reader& reader) {
    return reader.all("SELECT secret FROM iam_access_keys", {},
                      [](const store::Row& row) { return std::string(as_text(row.blob(0))); });
  }));
  REQUIRE(rows);
  REQUIRE(rows->size() == 1);
  CHECK(rows->front().find(key.secret_access_key->substr(0, 8)) == std::string::npos);
}

TEST_CASE_FIXTURE(IamFixture, "An inactive key opens nothing once that is answered, and opens again when active") {
  given_user("anna");
  const auto key = given_key("anna");
  REQUIRE(owner_of(*key.access_key_id));
  REQUIRE(run(&IamService::update_access_key, status_of(key, "Inactive")));
  CHECK_FALSE(owner_of(*key.access_key_id));
  REQUIRE(run(&IamService::update_access_key, status_of(key, "Active")));
  CHECK(owner_of(*key.access_key_id));
}

TEST_CASE_FIXTURE(IamFixture, "A user has two keys at most") {
  given_user("anna");
  const auto older = given_key("anna");
  clock.advance(std::chrono::seconds(1));
  const auto newer = given_key("anna");
  api::iam::CreateAccessKeyRequest third;
  third.user_name = "anna";
  CHECK_REFUSED(run(&IamService::create_access_key, third), errors::limit_exceeded_exception,
                "Cannot exceed quota for AccessKeysPerUser: 2");
  api::iam::ListAccessKeysRequest list;
  list.user_name = "anna";
  list.max_items = 1;
  const auto page = run(&IamService::list_access_keys, list);
  REQUIRE(page);
  CHECK(page->is_truncated == true);
  list.marker = page->marker;
  const auto rest = run(&IamService::list_access_keys, list);
  REQUIRE(rest);
  CHECK(rest->access_key_metadata->size() == 1);
  CHECK(page->access_key_metadata->front().access_key_id == older.access_key_id);
  CHECK(rest->access_key_metadata->front().access_key_id == newer.access_key_id);
}

TEST_CASE_FIXTURE(IamFixture, "A key is its user's: under another name or account there is none") {
  given_user("anna");
  given_user("bert");
  const auto key = given_key("anna");
  api::iam::DeleteAccessKeyRequest request;
  request.user_name = "bert";
  request.access_key_id = *key.access_key_id;
  const std::string words = "The Access Key with id " + *key.access_key_id + " cannot be found.";
  CHECK_REFUSED(run(&IamService::delete_access_key, request), errors::no_such_entity_exception, words);
  api::iam::GetAccessKeyLastUsedRequest last{.access_key_id = *key.access_key_id};
  CHECK_REFUSED(run(&IamService::get_access_key_last_used, last, kBob), errors::no_such_entity_exception, words);
}

TEST_CASE_FIXTURE(IamFixture, "The root of an account may have keys; without a name its own are meant") {
  const auto made = run(&IamService::create_access_key, api::iam::CreateAccessKeyRequest{});
  REQUIRE(made);
  CHECK_FALSE(made->access_key->user_name);
  const auto owner = owner_of(*made->access_key->access_key_id);
  REQUIRE(owner);
  CHECK(owner->principal.kind == PrincipalKind::root);
  CHECK(owner->principal.arn == "arn:aws:iam::111111111111:root");
  const auto listed = run(&IamService::list_access_keys, api::iam::ListAccessKeysRequest{});
  REQUIRE(listed);
  CHECK(listed->access_key_metadata->size() == 1);
}

TEST_CASE_FIXTURE(IamFixture, "When a key was last used is told at once and survives a restart once swept") {
  given_user("anna");
  const auto key = given_key("anna");
  const api::iam::GetAccessKeyLastUsedRequest request{.access_key_id = *key.access_key_id};
  auto told = run(&IamService::get_access_key_last_used, request);
  REQUIRE(told);
  CHECK(told->user_name == "anna");
  CHECK(told->access_key_last_used->service_name == "N/A");
  CHECK_FALSE(told->access_key_last_used->last_used_date);

  service->note_use(*key.access_key_id, "s3", "eu-west-1", clock.now());
  for (const bool is_swept : {false, true}) {
    if (is_swept) {
      REQUIRE(wait_for(service->sweep()));
      start();
    }
    told = run(&IamService::get_access_key_last_used, request);
    REQUIRE(told);
    CHECK(told->access_key_last_used->service_name == "s3");
    CHECK(told->access_key_last_used->region == "eu-west-1");
    CHECK(told->access_key_last_used->last_used_date == clock.now());
  }
}

TEST_CASE_FIXTURE(IamFixture, "reset() forgets keys that doors were told of") {
  given_user("anna");
  const auto key = given_key("anna");
  REQUIRE(owner_of(*key.access_key_id));
  REQUIRE(wait_for(service->reset()));
  CHECK_FALSE(owner_of(*key.access_key_id));
}

}  // namespace
}  // namespace lightwell::iam
