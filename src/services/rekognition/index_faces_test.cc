#include "services/rekognition/fixture.h"

namespace lightwell::rekognition {
namespace {

using namespace api::rekognition;

struct Indexing : RekognitionFixture {
  Indexing() { given_collection(); }
  int64_t face_count() {
    const auto described = run(&RekognitionService::describe_collection, DescribeCollectionRequest{"family"});
    REQUIRE(described);
    return *described->face_count;
  }
  static std::vector<std::string> ids_of(const Result<IndexFacesResponse>& indexed) {
    std::vector<std::string> ids;
    for (const FaceRecord& record : *indexed->face_records) ids.push_back(*record.face->face_id);
    return ids;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Indexing, "every face of a picture becomes a face of the collection, the largest first") {
  auto request = an_index(given_picture("two", {a_face(1, .4f), a_face(2, .2f)}));
  request.external_image_id = "photo:1";
  const auto indexed = index(request);
  REQUIRE(indexed);
  REQUIRE(indexed->face_records->size() == 2);
  const Face& first = *indexed->face_records->front().face;
  CHECK(first.external_image_id == "photo:1");
  CHECK(first.image_id == indexed->face_records->back().face->image_id);
  CHECK(first.face_id != indexed->face_records->back().face->face_id);
  CHECK(*first.bounding_box->width == doctest::Approx(.4));
  CHECK(indexed->face_records->front().face_detail->landmarks->size() == 28);
  CHECK(indexed->unindexed_faces->empty());
  CHECK_FALSE(indexed->orientation_correction);
  CHECK(face_count() == 2);
}

TEST_CASE_FIXTURE(Indexing, "the same picture under the same name is not indexed twice") {
  auto request = an_index(given_picture("one", {a_face(1)}));
  request.external_image_id = "a";
  const auto first = index(request), second = index(request);
  CHECK(ids_of(first) == ids_of(second));
  CHECK(face_count() == 1);
  request.external_image_id = "b";
  CHECK(ids_of(index(request)) != ids_of(first));
  CHECK(face_count() == 2);
}

TEST_CASE_FIXTURE(Indexing, "a face that is not good enough is told with the reason, and not indexed") {
  auto dark = a_face(2);
  dark.brightness = 2;
  auto turned = a_face(3);
  turned.pose.yaw = 80;
  turned.sharpness = 1;
  const std::string picture = given_picture("poor", {a_face(1, .4f), dark, turned, a_face(4, .01f)});
  const auto indexed = index(an_index(picture));
  REQUIRE(indexed);
  CHECK(indexed->face_records->size() == 1);
  REQUIRE(indexed->unindexed_faces->size() == 3);
  CHECK(*indexed->unindexed_faces->at(0).reasons == std::vector<std::string>{"LOW_BRIGHTNESS"});
  CHECK(*indexed->unindexed_faces->at(1).reasons == std::vector<std::string>{"EXTREME_POSE", "LOW_SHARPNESS"});
  CHECK(*indexed->unindexed_faces->at(2).reasons == std::vector<std::string>{"SMALL_BOUNDING_BOX"});

  auto all = an_index(picture);
  all.quality_filter = "NONE";
  CHECK(index(all)->face_records->size() == 4);
  CHECK(face_count() == 4);
}

TEST_CASE_FIXTURE(Indexing, "beyond MaxFaces the smaller faces are left out") {
  auto request = an_index(given_picture("crowd", {a_face(1, .4f), a_face(2, .3f), a_face(3, .2f)}));
  request.max_faces = 1;
  const auto indexed = index(request);
  REQUIRE(indexed->face_records->size() == 1);
  CHECK(*indexed->face_records->front().face->bounding_box->width == doctest::Approx(.4));
  REQUIRE(indexed->unindexed_faces->size() == 2);
  CHECK(*indexed->unindexed_faces->front().reasons == std::vector<std::string>{"EXCEEDS_MAX_FACES"});
  CHECK(face_count() == 1);
}

TEST_CASE_FIXTURE(Indexing, "a picture without faces adds nothing and is no error") {
  const auto indexed = index(an_index(given_picture("empty", {})));
  REQUIRE(indexed);
  CHECK(indexed->face_records->empty());
  CHECK(face_count() == 0);
}

TEST_CASE_FIXTURE(Indexing, "what is asked of a collection that went away meanwhile changes nothing") {
  eyes.while_looking = [this]() -> Task<void> {
    DeleteCollectionRequest request{"family"};
    const Call as = call();
    CHECK(co_await service->delete_collection(as, request));
  };
  CHECK_ERROR(index(an_index(given_picture("one", {a_face(1)}))), errors::resource_not_found_exception);
}

TEST_CASE_FIXTURE(Indexing, "a full collection takes no more") {
  options.faces_max = 1;
  start();
  given_face(1);
  CHECK_ERROR(index(an_index(given_picture("more", {a_face(2)}))), errors::service_quota_exceeded_exception);
  CHECK(face_count() == 1);
}

TEST_CASE_FIXTURE(Indexing, "without the model that tells faces apart there is a sentence, and nothing is stored") {
  auto unknown = a_face(1);
  unknown.embedding.clear();
  const std::string picture = given_picture("unknown", {unknown});
  eyes.pictures[picture].absent = {{engines::vision::Role::face_embedding, "The model for faces is not installed."}};
  const auto refused = index(an_index(picture));
  CHECK_ERROR(refused, errors::resource_not_ready_exception);
  CHECK(refused.error().message == "The model for faces is not installed.");
  CHECK(face_count() == 0);
}

TEST_CASE_FIXTURE(Indexing, "a face that is turned away is not indexed, whatever quality is asked") {
  auto turned = a_face(1);
  turned.embedding.clear();
  auto request = an_index(given_picture("turned", {turned}));
  request.quality_filter = "NONE";
  const auto indexed = index(request);
  REQUIRE(indexed);
  CHECK(indexed->face_records->empty());
  REQUIRE(indexed->unindexed_faces->size() == 1);
  CHECK(*indexed->unindexed_faces->front().reasons == std::vector<std::string>{"EXTREME_POSE"});
}

TEST_CASE_FIXTURE(Indexing, "faces are listed page by page, by id, and by user") {
  std::vector<std::string> faces;
  for (int person = 1; person <= 3; ++person) faces.push_back(given_face(person));
  ListFacesRequest request{.collection_id = "family", .max_results = 2};
  const auto first = run(&RekognitionService::list_faces, request);
  REQUIRE(first);
  REQUIRE(first->faces->size() == 2);
  CHECK(first->faces->front().face_id == faces[0]);
  request.next_token = first->next_token;
  const auto second = run(&RekognitionService::list_faces, request);
  REQUIRE(second->faces->size() == 1);
  CHECK(second->faces->front().face_id == faces[2]);
  CHECK_FALSE(second->next_token);

  ListFacesRequest some{.collection_id = "family", .face_ids = {{faces[2], "not there", faces[0], faces[0]}}};
  CHECK(run(&RekognitionService::list_faces, some)->faces->size() == 2);
  const ListFacesRequest of_nobody{.collection_id = "family", .user_id = "nobody"};
  CHECK_ERROR(run(&RekognitionService::list_faces, of_nobody), errors::resource_not_found_exception);
}

TEST_CASE_FIXTURE(Indexing, "deleted faces are gone from lists, counts and searches") {
  const std::string anna = given_face(1), anna_too = given_face(1, 1), bob = given_face(2);
  CHECK(faces_like(anna) == std::set{anna_too});
  const auto deleted =
      run(&RekognitionService::delete_faces, DeleteFacesRequest{"family", {anna_too, "not there", anna_too}});
  REQUIRE(deleted);
  CHECK(*deleted->deleted_faces == std::vector{anna_too});
  REQUIRE(deleted->unsuccessful_face_deletions->size() == 1);
  CHECK(*deleted->unsuccessful_face_deletions->front().reasons == std::vector<std::string>{"FACE_NOT_FOUND"});
  CHECK(faces_like(anna).empty());
  CHECK(face_count() == 2);
}

}  // namespace lightwell::rekognition
