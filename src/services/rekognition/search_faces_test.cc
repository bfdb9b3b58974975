#include <unistd.h>

#include <fstream>

#include "services/rekognition/fixture.h"

namespace lightwell::rekognition {
namespace {

using namespace api::rekognition;

struct Searching : RekognitionFixture {
  Searching() {
    folder = std::filesystem::temp_directory_path() / ("lightwell-faces-" + std::to_string(getpid()));
    std::filesystem::remove_all(folder);
    options.index_folder = folder;
    options.index_quiet = std::chrono::milliseconds(0);
    start();
    given_collection();
  }
  ~Searching() {
    service.reset();
    std::filesystem::remove_all(folder);
  }
  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) found.push_back(entry.path());
    return found;
  }
  std::filesystem::path folder;
};

}  // namespace

TEST_CASE_FIXTURE(Searching, "a search finds the faces that are alike, the most alike first, and not the face itself") {
  const std::string anna = given_face(1), anna_too = given_face(1, 1), bob = given_face(2);
  const SearchFacesRequest request{.collection_id = "family", .face_id = anna};
  const auto found = run(&RekognitionService::search_faces, request);
  REQUIRE(found);
  CHECK(found->searched_face_id == anna);
  REQUIRE(found->face_matches->size() == 1);
  CHECK(found->face_matches->front().face->face_id == anna_too);
  CHECK(*found->face_matches->front().similarity > 99);
  CHECK(faces_like(anna, 0) == std::set{anna_too, bob});
  CHECK(faces_like(bob).empty());
}

TEST_CASE_FIXTURE(Searching, "MaxFaces holds the number of matches") {
  const std::string anna = given_face(1);
  for (int side = 1; side <= 5; ++side) given_face(1, side);
  const SearchFacesRequest request{.collection_id = "family", .face_id = anna, .max_faces = 3};
  CHECK(run(&RekognitionService::search_faces, request)->face_matches->size() == 3);
}

TEST_CASE_FIXTURE(Searching, "a face that is not there and a collection that is not there are told apart") {
  const std::string anna = given_face(1);
  const SearchFacesRequest no_face{.collection_id = "family", .face_id = "00000000-0000-0000-0000-000000000000"};
  const auto refused = run(&RekognitionService::search_faces, no_face);
  CHECK_ERROR(refused, errors::invalid_parameter_exception);
  CHECK(refused.error().message == "faceId was not found in the collection.");
  const SearchFacesRequest no_collection{.collection_id = "friends", .face_id = anna};
  const auto nowhere = run(&RekognitionService::search_faces, no_collection);
  CHECK_ERROR(nowhere, errors::resource_not_found_exception);
  CHECK(nowhere.error().message == "The collection id: friends does not exist");
}

TEST_CASE_FIXTURE(Searching, "the largest face of a picture is what is searched for") {
  const std::string anna = given_face(1), bob = given_face(2);
  SearchFacesByImageRequest request{.collection_id = "family"};
  request.image = image(given_picture("both", {a_face(2, .4f, 3), a_face(1, .2f, 3)}));
  const auto found = run(&RekognitionService::search_faces_by_image, request);
  REQUIRE(found);
  REQUIRE(found->face_matches->size() == 1);
  CHECK(found->face_matches->front().face->face_id == bob);
  CHECK(*found->searched_face_bounding_box->width == doctest::Approx(.4));
  request.image = image(given_picture("nobody", {}));
  const auto refused = run(&RekognitionService::search_faces_by_image, request);
  CHECK_ERROR(refused, errors::invalid_parameter_exception);
  CHECK(refused.error().message == "There are no faces in the image. Should be at least 1.");
}

TEST_CASE_FIXTURE(Searching, "after a restart the index is read from its file, and what came after it is added") {
  const std::string anna = given_face(1), anna_too = given_face(1, 1);
  CHECK(faces_like(anna) == std::set{anna_too});
  REQUIRE(wait_for(service->sweep(clock.now())));
  REQUIRE(files().size() == 1);
  const auto saved = std::filesystem::last_write_time(files().front());
  const std::string late = given_face(1, 2);
  // Killed: what was not written is lost.
  std::filesystem::copy_file(files().front(), folder / "kept");
  service.reset();
  std::filesystem::path file;
  for (const auto& one : files()) {
    if (one.filename() != "kept") file = one;
  }
  std::filesystem::rename(folder / "kept", file);
  std::filesystem::last_write_time(file, saved);
  start();
  CHECK(faces_like(anna) == std::set{anna_too, late});
}

TEST_CASE_FIXTURE(Searching, "an index that is lost or damaged is made anew from the rows") {
  const std::string anna = given_face(1), anna_too = given_face(1, 1);
  CHECK(faces_like(anna) == std::set{anna_too});
  REQUIRE(wait_for(service->sweep(clock.now())));
  service.reset();
  for (const auto& file : files()) std::ofstream(file) << "no index at all";
  start();
  CHECK(faces_like(anna) == std::set{anna_too});
  service.reset();
  for (const auto& file : files()) std::filesystem::remove(file);
  start();
  CHECK(faces_like(anna) == std::set{anna_too});
}

TEST_CASE_FIXTURE(Searching, "faces deleted behind an old index are not found") {
  const std::string anna = given_face(1), anna_too = given_face(1, 1);
  CHECK(faces_like(anna) == std::set{anna_too});
  REQUIRE(wait_for(service->sweep(clock.now())));
  std::filesystem::copy(files().front(), folder / "old");
  REQUIRE(run(&RekognitionService::delete_faces, DeleteFacesRequest{"family", {anna_too}}));
  service.reset();
  for (const auto& file : files()) {
    if (file.filename() != "old")
      std::filesystem::copy_file(folder / "old", file, std::filesystem::copy_options::overwrite_existing);
  }
  start();
  CHECK(faces_like(anna).empty());
}

TEST_CASE_FIXTURE(Searching, "a search waits for no index: while many faces are indexed anew, all are compared") {
  const std::string anna = given_face(1);
  std::vector<engines::vision::Face> crowd;
  for (int person = 2; person <= 101; ++person) crowd.push_back(a_face(person, .05f, person));
  for (int picture = 0; picture < 12; ++picture) {
    REQUIRE(index(an_index(given_picture("crowd" + std::to_string(picture), crowd))));
  }
  const std::string anna_too = given_face(1, 1);
  service.reset();
  for (const auto& file : files()) std::filesystem::remove(file);
  start();
  CHECK(faces_like(anna) == std::set{anna_too});
  CHECK(faces_like(anna) == std::set{anna_too});
}

TEST_CASE_FIXTURE(Searching, "faces that another model saw are not compared") {
  const std::string anna = given_face(1);
  eyes.model = "model two";
  start();
  const std::string anna_anew = given_face(1, 1);
  CHECK(faces_like(anna_anew).empty());
  const SearchFacesRequest old{.collection_id = "family", .face_id = anna};
  CHECK_ERROR(run(&RekognitionService::search_faces, old), errors::resource_not_ready_exception);
}

TEST_CASE_FIXTURE(Searching, "two pictures are compared face by face") {
  CompareFacesRequest request;
  request.source_image = image(given_picture("anna", {a_face(1, .4f)}));
  request.target_image = image(given_picture("party", {a_face(2, .3f), a_face(1, .2f, 1)}));
  const auto compared = run(&RekognitionService::compare_faces, request);
  REQUIRE(compared);
  REQUIRE(compared->face_matches->size() == 1);
  CHECK(*compared->face_matches->front().similarity > 99);
  CHECK(*compared->face_matches->front().face->bounding_box->width == doctest::Approx(.2));
  CHECK(compared->unmatched_faces->size() == 1);
  CHECK(*compared->source_image_face->bounding_box->width == doctest::Approx(.4));
  request.similarity_threshold = 0;
  CHECK(run(&RekognitionService::compare_faces, request)->unmatched_faces->empty());
  request.target_image = image(given_picture("landscape", {}));
  CHECK_ERROR(run(&RekognitionService::compare_faces, request), errors::invalid_parameter_exception);
}

}  // namespace lightwell::rekognition
