#include "services/iam/fixture.h"

namespace lightwell::iam {
namespace {

TEST_CASE_FIXTURE(IamFixture, "A group tells who is in it, page by page") {
  given_group("family");
  for (const char* name : {"carl", "Anna", "bert"}) {
    given_user(name);
    given_member(name, "FAMILY");
    given_member(name, "family");  // twice is once
  }
  api::iam::GetGroupRequest request;
  request.group_name = "family";
  request.max_items = 2;
  const auto first = run(&IamService::get_group, request);
  REQUIRE(first);
  CHECK(first->group->arn == "arn:aws:iam::111111111111:group/family");
  CHECK(first->group->group_id->starts_with("AGPA"));
  REQUIRE(first->users->size() == 2);
  CHECK(first->users->at(0).user_name == "Anna");
  request.marker = first->marker;
  const auto second = run(&IamService::get_group, request);
  REQUIRE(second);
  REQUIRE(second->users->size() == 1);
  CHECK(second->users->at(0).user_name == "carl");

  api::iam::ListGroupsForUserRequest of_user;
  of_user.user_name = "anna";
  CHECK(run(&IamService::list_groups_for_user, of_user)->groups->size() == 1);
}

TEST_CASE_FIXTURE(IamFixture, "A user is in ten groups at most") {
  given_user("anna");
  for (int i = 0; i < 10; ++i) {
    given_group("group" + std::to_string(i));
    given_member("anna", "group" + std::to_string(i));
  }
  given_group("one-more");
  api::iam::AddUserToGroupRequest request;
  request.user_name = "anna";
  request.group_name = "one-more";
  CHECK_REFUSED(run(&IamService::add_user_to_group, request), errors::limit_exceeded_exception,
                "Cannot exceed quota for GroupsPerUser: 10");
}

TEST_CASE_FIXTURE(IamFixture, "A group with users in it is not deleted") {
  given_group("family");
  given_user("anna");
  given_member("anna", "family");
  api::iam::DeleteGroupRequest request;
  request.group_name = "family";
  CHECK_REFUSED(run(&IamService::delete_group, request), errors::delete_conflict_exception,
                "Cannot delete entity, must remove users from group first.");
  api::iam::RemoveUserFromGroupRequest leave;
  leave.user_name = "anna";
  leave.group_name = "family";
  REQUIRE(run(&IamService::remove_user_from_group, leave));
  CHECK_FALSE(run(&IamService::remove_user_from_group, leave));
  REQUIRE(run(&IamService::delete_group, request));
  CHECK_REFUSED(run(&IamService::delete_group, request), errors::no_such_entity_exception,
                "The group with name family cannot be found.");
}

TEST_CASE_FIXTURE(IamFixture, "A renamed group keeps its members") {
  given_group("family");
  given_user("anna");
  given_member("anna", "family");
  api::iam::UpdateGroupRequest request;
  request.group_name = "family";
  request.new_group_name = "relatives";
  request.new_path = "/home/";
  REQUIRE(run(&IamService::update_group, request));
  api::iam::ListGroupsForUserRequest of_user;
  of_user.user_name = "anna";
  const auto groups = run(&IamService::list_groups_for_user, of_user);
  REQUIRE(groups);
  REQUIRE(groups->groups->size() == 1);
  CHECK(groups->groups->front().arn == "arn:aws:iam::111111111111:group/home/relatives");
}

TEST_CASE_FIXTURE(IamFixture, "Groups are listed below a path") {
  given_group("one");
  api::iam::CreateGroupRequest request;
  request.group_name = "two";
  request.path = "/home/";
  REQUIRE(run(&IamService::create_group, request));
  api::iam::ListGroupsRequest list;
  CHECK(run(&IamService::list_groups, list)->groups->size() == 2);
  list.path_prefix = "/home/";
  CHECK(run(&IamService::list_groups, list)->groups->size() == 1);
}

}  // namespace
}  // namespace lightwell::iam
