#include "services/iam/fixture.h"

namespace lightwell::iam {
namespace {

api::iam::CreateUserRequest asked(std::string name) {
  api::iam::CreateUserRequest request;
  request.user_name = std::move(name);
  return request;
}

TEST_CASE_FIXTURE(IamFixture, "CreateUser answers the user, and GetUser the same with the tags") {
  auto request = asked("anna");
  request.path = "/family/";
  request.tags.emplace();
  request.tags->push_back({.key = "Team", .value = "photos"});
  const auto made = run(&IamService::create_user, request);
  REQUIRE(made);
  CHECK(made->user->arn == "arn:aws:iam::111111111111:user/family/anna");
  CHECK(made->user->user_id->starts_with("AIDA"));
  CHECK(made->user->user_id->size() == 21);

  const auto user = get_user("ANNA");
  CHECK(user.user_name == "anna");
  CHECK(user.user_id == made->user->user_id);
  CHECK(user.create_date == clock.now());
  REQUIRE(user.tags);
  CHECK(user.tags->front().key == "Team");
}

TEST_CASE_FIXTURE(IamFixture, "A name is taken whatever its case, in its own account alone") {
  given_user("anna");
  CHECK_REFUSED(run(&IamService::create_user, asked("Anna")), errors::entity_already_exists_exception,
                "User with name Anna already exists.");
  CHECK(run(&IamService::create_user, asked("anna"), kBob));
}

TEST_CASE_FIXTURE(IamFixture, "A user beyond the account's quota is refused and not kept") {
  options.users_max = 2;
  start();
  given_user("one");
  given_user("two");
  CHECK_REFUSED(run(&IamService::create_user, asked("three")), errors::limit_exceeded_exception,
                "Cannot exceed quota for UsersPerAccount: 2");
  api::iam::ListUsersRequest all;
  CHECK(run(&IamService::list_users, all)->users->size() == 2);
}

TEST_CASE_FIXTURE(IamFixture, "Tags whose keys differ in case alone are refused, and the user with them") {
  auto request = asked("anna");
  request.tags.emplace();
  request.tags->push_back({.key = "team", .value = "1"});
  request.tags->push_back({.key = "Team", .value = "2"});
  CHECK_REFUSED(run(&IamService::create_user, request), errors::invalid_input_exception,
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  api::iam::ListUsersRequest all;
  CHECK(run(&IamService::list_users, all)->users->empty());
}

TEST_CASE_FIXTURE(IamFixture, "Users are listed in pages by name, those below a path alone") {
  for (const char* name : {"bert", "Anna", "carl", "dora"}) {
    auto request = asked(name);
    request.path = *name == 'd' ? "/other/" : "/family/";
    REQUIRE(run(&IamService::create_user, request));
  }
  api::iam::ListUsersRequest request;
  request.path_prefix = "/family/";
  request.max_items = 2;
  const auto first = run(&IamService::list_users, request);
  REQUIRE(first);
  CHECK(first->is_truncated == true);
  REQUIRE(first->users->size() == 2);
  CHECK(first->users->at(0).user_name == "Anna");
  CHECK(first->users->at(1).user_name == "bert");

  request.marker = first->marker;
  const auto second = run(&IamService::list_users, request);
  REQUIRE(second);
  CHECK(second->is_truncated == false);
  CHECK_FALSE(second->marker);
  REQUIRE(second->users->size() == 1);
  CHECK(second->users->at(0).user_name == "carl");

  request.path_prefix = "/";
  CHECK_REFUSED(run(&IamService::list_users, request), errors::validation_error, "Invalid Marker.");
}

TEST_CASE_FIXTURE(IamFixture, "UpdateUser keeps the unique id, and what belongs to it") {
  given_user("anna");
  const auto before = get_user("anna");
  const auto key = given_key("anna");
  api::iam::UpdateUserRequest request;
  request.user_name = "anna";
  request.new_user_name = "ANNA-maria";
  request.new_path = "/family/";
  REQUIRE(run(&IamService::update_user, request));
  CHECK(get_user("anna-maria").user_id == before.user_id);
  CHECK(owner_of(*key.access_key_id)->principal.arn == "arn:aws:iam::111111111111:user/family/ANNA-maria");

  given_user("bert");
  request.user_name = "anna-maria";
  request.new_user_name = "BERT";
  CHECK_REFUSED(run(&IamService::update_user, request), errors::entity_already_exists_exception,
                "User with name BERT already exists.");
  CHECK(get_user("anna-maria").user_id == before.user_id);
}

TEST_CASE_FIXTURE(IamFixture, "A user who has something left is not deleted, and AWS's words say what") {
  given_user("anna");
  given_group("family");
  given_member("anna", "family");
  const auto key = given_key("anna");
  api::iam::DeleteUserRequest request;
  request.user_name = "anna";
  CHECK_REFUSED(run(&IamService::delete_user, request), errors::delete_conflict_exception,
                "Cannot delete entity, must remove users from group first.");

  api::iam::RemoveUserFromGroupRequest leave;
  leave.user_name = "anna";
  leave.group_name = "family";
  REQUIRE(run(&IamService::remove_user_from_group, leave));
  CHECK_REFUSED(run(&IamService::delete_user, request), errors::delete_conflict_exception,
                "Cannot delete entity, must delete access keys first.");

  api::iam::DeleteAccessKeyRequest drop;
  drop.user_name = "anna";
  drop.access_key_id = *key.access_key_id;
  REQUIRE(run(&IamService::delete_access_key, drop));
  REQUIRE(run(&IamService::delete_user, request));
  CHECK_REFUSED(run(&IamService::delete_user, request), errors::no_such_entity_exception,
                "The user with name anna cannot be found.");
}

TEST_CASE_FIXTURE(IamFixture, "GetUser without a name tells of the caller") {
  given_user("anna");
  api::iam::GetUserRequest request;
  const auto user = run_as(call_of("anna"), &IamService::get_user, request);
  REQUIRE(user);
  CHECK(user->user->user_name == "anna");

  const auto root = run(&IamService::get_user, request);
  REQUIRE(root);
  CHECK(root->user->user_id == kAlice);
  CHECK(root->user->arn == "arn:aws:iam::111111111111:root");
  const auto created = root->user->create_date;
  clock.advance(std::chrono::hours(1));
  CHECK(run(&IamService::get_user, request)->user->create_date == created);

  Call session = call();
  session.principal.kind = PrincipalKind::assumed_role;
  CHECK_REFUSED(run_as(session, &IamService::get_user, request), errors::validation_error,
                "Must specify userName when calling with non-User credentials");
}

TEST_CASE_FIXTURE(IamFixture, "A user has fifty tags at most, and a tag's key keeps the case it was given last") {
  given_user("anna");
  api::iam::TagUserRequest request;
  request.user_name = "anna";
  for (int i = 0; i < 50; ++i) request.tags.push_back({.key = "key" + std::to_string(i), .value = ""});
  REQUIRE(run(&IamService::tag_user, request));
  request.tags = {{.key = "one more", .value = ""}};
  CHECK_REFUSED(run(&IamService::tag_user, request), errors::limit_exceeded_exception,
                "The number of tags has reached the maximum limit.");
  request.tags = {{.key = "KEY0", .value = "changed"}};
  REQUIRE(run(&IamService::tag_user, request));

  api::iam::ListUserTagsRequest list;
  list.user_name = "anna";
  list.max_items = 49;
  const auto page = run(&IamService::list_user_tags, list);
  REQUIRE(page);
  CHECK(page->tags->front().key == "KEY0");
  CHECK(page->tags->front().value == "changed");
  list.marker = page->marker;
  CHECK(run(&IamService::list_user_tags, list)->tags->size() == 1);

  api::iam::UntagUserRequest untag;
  untag.user_name = "anna";
  untag.tag_keys = {"key0", "not there"};
  REQUIRE(run(&IamService::untag_user, untag));
  CHECK(get_user("anna").tags->size() == 49);
}

}  // namespace
}  // namespace lightwell::iam
