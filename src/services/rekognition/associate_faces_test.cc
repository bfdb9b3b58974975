#include "services/rekognition/fixture.h"
#include "services/rekognition/user_rules.h"

namespace lightwell::rekognition {
namespace {

using namespace api::rekognition;

struct Users : RekognitionFixture {
  Users() {
    given_collection();
    given_user("anna");
  }
  void given_user(const std::string& id) {
    REQUIRE(run(&RekognitionService::create_user, CreateUserRequest{.collection_id = "family", .user_id = id}));
  }
  Result<AssociateFacesResponse> associate(const std::string& user, std::vector<std::string> faces,
                                           std::optional<std::string> token = {}) {
    return run(
        &RekognitionService::associate_faces,
        AssociateFacesRequest{
            .collection_id = "family", .user_id = user, .face_ids = std::move(faces), .client_request_token = token});
  }
  Result<DisassociateFacesResponse> take(const std::string& user, std::vector<std::string> faces) {
    return run(&RekognitionService::disassociate_faces,
               DisassociateFacesRequest{.collection_id = "family", .user_id = user, .face_ids = std::move(faces)});
  }
  std::string status(const std::string& user) {
    const auto listed = run(&RekognitionService::list_users, ListUsersRequest{.collection_id = "family"});
    for (const auto& one : *listed->users) {
      if (one.user_id == user) return *one.user_status;
    }
    return "";
  }
};

}  // namespace

TEST_CASE_FIXTURE(Users, "a user id is taken once; the same request with the same token is the same user") {
  CHECK_ERROR(run(&RekognitionService::create_user, CreateUserRequest{.collection_id = "family", .user_id = "anna"}),
              errors::conflict_exception);
  CreateUserRequest bob{.collection_id = "family", .user_id = "bob", .client_request_token = "t1"};
  REQUIRE(run(&RekognitionService::create_user, bob));
  CHECK(run(&RekognitionService::create_user, bob));
  bob.user_id = "ben";
  const auto refused = run(&RekognitionService::create_user, bob);
  CHECK_ERROR(refused, errors::idempotent_parameter_mismatch_exception);
  CHECK(refused.error().message == "The ClientRequestToken: t1 you have supplied is already in use.");
  const auto described = run(&RekognitionService::describe_collection, DescribeCollectionRequest{"family"});
  CHECK(described->user_count == 2);
}

TEST_CASE_FIXTURE(Users, "a user becomes active with its first face and takes only what is like it") {
  const std::string face = given_face(1), too = given_face(1, 1), stranger = given_face(2);
  CHECK(status("anna") == "CREATED");
  CHECK(associate("anna", {face})->user_status == "ACTIVE");
  const auto more = associate("anna", {face, too, stranger, "00000000-0000-0000-0000-000000000000"});
  REQUIRE(more);
  REQUIRE(more->associated_faces->size() == 1);
  CHECK(more->associated_faces->front().face_id == too);
  std::map<std::string, std::string> reasons;
  for (const auto& one : *more->unsuccessful_face_associations) reasons[*one.face_id] = one.reasons->front();
  CHECK(reasons == std::map<std::string, std::string>{{stranger, "LOW_MATCH_CONFIDENCE"},
                                                      {"00000000-0000-0000-0000-000000000000", "FACE_NOT_FOUND"}});
  CHECK(status("anna") == "ACTIVE");
  given_user("bob");
  const auto taken = associate("bob", {face});
  REQUIRE(taken->unsuccessful_face_associations->size() == 1);
  CHECK(taken->unsuccessful_face_associations->front().user_id == "anna");
  CHECK(status("bob") == "CREATED");
}

TEST_CASE_FIXTURE(Users, "the same token answers the same, whatever happened since") {
  const std::string face = given_face(1), stranger = given_face(2);
  REQUIRE(associate("anna", {face}));
  const auto first = associate("anna", {stranger}, "token");
  REQUIRE(first->unsuccessful_face_associations->size() == 1);
  REQUIRE(take("anna", {face}));
  const auto second = associate("anna", {stranger}, "token");
  REQUIRE(second);
  REQUIRE(second->unsuccessful_face_associations->size() == 1);
  CHECK(second->unsuccessful_face_associations->front().confidence ==
        first->unsuccessful_face_associations->front().confidence);
  CHECK_ERROR(associate("anna", {face}, "token"), errors::idempotent_parameter_mismatch_exception);
  // Tokens are forgotten after a day.
  clock.advance(std::chrono::hours(25));
  REQUIRE(wait_for(service->sweep(clock.now())));
  CHECK(associate("anna", {face}, "token"));
}

TEST_CASE_FIXTURE(Users, "a user has so many faces") {
  options.faces_of_user_max = 2;
  start();
  const std::string a = given_face(1), b = given_face(1, 1), c = given_face(1, 2);
  REQUIRE(associate("anna", {a, b}));
  CHECK_ERROR(associate("anna", {c}), errors::service_quota_exceeded_exception);
  const ListFacesRequest of_anna{.collection_id = "family", .user_id = "anna"};
  CHECK(run(&RekognitionService::list_faces, of_anna)->faces->size() == 2);
}

TEST_CASE_FIXTURE(Users, "a face of a user is not deleted; taken from the user it is") {
  const std::string face = given_face(1);
  REQUIRE(associate("anna", {face}));
  const DeleteFacesRequest request{"family", {face}};
  const auto refused = run(&RekognitionService::delete_faces, request);
  REQUIRE(refused->unsuccessful_face_deletions->size() == 1);
  CHECK(refused->unsuccessful_face_deletions->front().user_id == "anna");
  CHECK(*refused->unsuccessful_face_deletions->front().reasons ==
        std::vector<std::string>{"ASSOCIATED_TO_AN_EXISTING_USER"});
  CHECK(take("anna", {face})->user_status == "CREATED");
  CHECK(run(&RekognitionService::delete_faces, request)->deleted_faces->size() == 1);
}

TEST_CASE_FIXTURE(Users, "users are found by a face, by another user, and by a picture") {
  given_user("bob");
  given_user("ben");
  const std::string anna = given_face(1), bob = given_face(2), ben = given_face(2, 1), unknown = given_face(1, 2);
  REQUIRE(associate("anna", {anna}));
  REQUIRE(associate("bob", {bob}));
  REQUIRE(associate("ben", {ben}));
  const auto names = [](const std::vector<UserMatch>& matches) {
    std::vector<std::string> out;
    for (const auto& match : matches) out.push_back(*match.user->user_id);
    return out;
  };
  const SearchUsersRequest by_face{.collection_id = "family", .face_id = unknown};
  const auto of_face = run(&RekognitionService::search_users, by_face);
  CHECK(names(*of_face->user_matches) == std::vector<std::string>{"anna"});
  CHECK(of_face->searched_face->face_id == unknown);
  const SearchUsersRequest by_user{.collection_id = "family", .user_id = "bob"};
  CHECK(names(*run(&RekognitionService::search_users, by_user)->user_matches) == std::vector<std::string>{"ben"});
  SearchUsersByImageRequest by_image{.collection_id = "family"};
  by_image.image = image(given_picture("party", {a_face(1, .4f, 3), a_face(2, .2f)}));
  const auto of_image = run(&RekognitionService::search_users_by_image, by_image);
  CHECK(names(*of_image->user_matches) == std::vector<std::string>{"anna"});
  REQUIRE(of_image->unsearched_faces->size() == 1);
  CHECK(*of_image->unsearched_faces->front().reasons == std::vector<std::string>{"FACE_NOT_LARGEST"});
  by_image.image = image(given_picture("nobody", {}));
  const auto nobody = run(&RekognitionService::search_users_by_image, by_image);
  CHECK(nobody->user_matches->empty());
  CHECK_FALSE(nobody->searched_face);
  const SearchUsersRequest both{.collection_id = "family", .user_id = "bob", .face_id = bob};
  CHECK_ERROR(run(&RekognitionService::search_users, both), errors::invalid_parameter_exception);
}

TEST_CASE_FIXTURE(Users, "a deleted user's faces belong to nobody") {
  const std::string face = given_face(1);
  REQUIRE(associate("anna", {face}));
  DeleteUserRequest request{.collection_id = "family", .user_id = "anna", .client_request_token = "gone"};
  REQUIRE(run(&RekognitionService::delete_user, request));
  CHECK(run(&RekognitionService::delete_user, request));
  request.client_request_token = "again";
  CHECK_ERROR(run(&RekognitionService::delete_user, request), errors::resource_not_found_exception);
  CHECK(run(&RekognitionService::delete_faces, DeleteFacesRequest{"family", {face}})->deleted_faces->size() == 1);
}

TEST_CASE("what was answered is read back as it was") {
  const UserOutcome outcome{.faces = {{.face_id = "a"},
                                      {.face_id = "b", .reason = "LOW_MATCH_CONFIDENCE", .confidence = 12.345678901},
                                      {.face_id = "c", .reason = "FACE_NOT_FOUND", .user_id = "anna"}},
                            .status = "ACTIVE"};
  const UserOutcome read = read_answer(write_answer(outcome));
  CHECK(read.status == "ACTIVE");
  REQUIRE(read.faces.size() == 3);
  CHECK(read.faces[0].reason.empty());
  CHECK(read.faces[1].confidence == 12.345678901);
  CHECK_FALSE(read.faces[2].confidence);
  CHECK(read.faces[2].user_id == "anna");
  CHECK(read_answer("").faces.empty());
}

}  // namespace lightwell::rekognition
