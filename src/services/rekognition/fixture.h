// What Rekognition's tests stand on: the real service over SQLite in memory, pictures that a test describes, and an S3
// that holds a few objects.

#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "api/s3/errors.h"
#include "base/digest.h"
#include "run/loop.h"
#include "run/pool.h"
#include "run/spawn.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/vector_rules.h"
#include "store/sql/sqlite.h"

namespace lightwell::rekognition {

inline constexpr const char* kAlice = "111111111111";
inline constexpr const char* kBob = "222222222222";

// The face of a person from one of many sides: the faces of one person are alike (cosine .8 and more), those of two
// are not.
inline FaceVector face_vector(int person, int side = 0) {
  FaceVector vector(engines::vision::kFaceEmbedding);
  vector[size_t(person)] = 1;
  if (side != 0) vector[size_t(256 + side)] = .3f;
  return normalised(std::move(vector));
}

inline engines::vision::Face a_face(int person, float size = .2f, int side = 0) {
  engines::vision::Face face;
  face.box = {.1f + float(side) * .01f, .1f, size, size};
  face.confidence = .99f;
  face.brightness = 60;
  face.sharpness = 60;
  face.landmarks.fill({.2f, .2f});
  face.embedding = face_vector(person, side);
  return face;
}

// Sees in a picture what the test says it shows.
class DescribedPictures final : public Eyes {
 public:
  Task<Result<Seen>> look(std::string bytes, engines::vision::Wanted wanted) override {
    ++looks;
    last_wanted = wanted;
    if (failure) co_return fail(Error(*failure));
    if (while_looking) co_await while_looking();
    const Sha256 sum = sha256(as_bytes(bytes));
    Seen seen{.sight = pictures[bytes], .width = width, .height = height, .content = std::string(as_text(sum))};
    if (!seen.sight.faces && !is_blind) seen.sight.faces.emplace();
    co_return seen;
  }
  std::string face_model() const override { return model; }
  const SimilarityScale& scale() const override { return usual; }

  std::map<std::string, engines::vision::Sight> pictures;
  std::string model = "model one";
  const SimilarityScale usual;
  uint32_t width = 1000, height = 1000;
  bool is_blind = false;
  std::optional<Error> failure;
  std::function<Task<void>()> while_looking;
  engines::vision::Wanted last_wanted;
  int looks = 0;
};

class FewObjects final : public api::s3::S3 {
 public:
  Task<Result<api::s3::GetObjectOutput>> get_object(const Call& call, api::s3::GetObjectRequest& request) override {
    last_account = call.account;
    last_version = request.version_id;
    const auto found = objects.find(request.bucket + "/" + request.key);
    if (found == objects.end()) co_return fail(api::s3::errors::no_such_key);
    api::s3::GetObjectOutput output;
    output.body = found->second;
    co_return output;
  }

  std::map<std::string, std::string> objects;
  std::string last_account;
  std::optional<std::string> last_version;
};

class RekognitionFixture {
 public:
  RekognitionFixture() {
    auto opened = store::open_sqlite({});
    REQUIRE(opened);
    database = *std::move(opened);
    start();
  }

  // A new service over the same rows, as after a restart.
  void start() {
    service.reset();
    const auto may_read = [this](const Call& call, PictureObject wanted) -> Task<std::optional<std::string>> {
      if (forbidden_buckets.contains(wanted.bucket)) co_return std::nullopt;
      const auto owner = owners.find(wanted.bucket);
      co_return owner == owners.end() ? call.account : owner->second;
    };
    service = std::make_unique<RekognitionService>(*database, s3, may_read, eyes, pool, ids, options);
    REQUIRE(service->migrate());
  }

  Call call(const char* account = kAlice, const char* region = "us-east-1") const {
    return {.principal = {.account = account}, .account = account, .region = region, .now = clock.now()};
  }
  template <class T>
  T wait_for(Task<T> task) {
    return sync_wait(loop, std::move(task));
  }
  template <class Request, class Output>
  Result<Output> run(Task<Result<Output>> (RekognitionService::*operation)(const Call&, Request&), Request request,
                     const char* account = kAlice) {
    const Call as = call(account);
    return wait_for((service.get()->*operation)(as, request));
  }

  // A picture that shows these faces; answers its bytes.
  std::string given_picture(const std::string& name, std::vector<engines::vision::Face> faces) {
    std::string bytes = "\xff\xd8\xff" + name;
    eyes.pictures[bytes].faces = std::move(faces);
    return bytes;
  }
  static api::rekognition::Image image(std::string bytes) {
    api::rekognition::Image out;
    out.bytes = std::move(bytes);
    return out;
  }
  void given_collection(const std::string& name = "family", const char* account = kAlice) {
    REQUIRE(run(&RekognitionService::create_collection, api::rekognition::CreateCollectionRequest{name}, account));
  }
  api::rekognition::IndexFacesRequest an_index(std::string bytes, const std::string& collection = "family") {
    api::rekognition::IndexFacesRequest request;
    request.collection_id = collection;
    request.image = image(std::move(bytes));
    return request;
  }
  Result<api::rekognition::IndexFacesResponse> index(api::rekognition::IndexFacesRequest request) {
    return run(&RekognitionService::index_faces, std::move(request));
  }
  // Indexes one face of a person; answers its id.
  std::string given_face(int person, int side = 0, const std::string& collection = "family") {
    const std::string name = collection + std::to_string(person) + "/" + std::to_string(side);
    const auto indexed = index(an_index(given_picture(name, {a_face(person, .2f, side)}), collection));
    REQUIRE(indexed);
    REQUIRE(indexed->face_records->size() == 1);
    return *indexed->face_records->front().face->face_id;
  }
  std::set<std::string> faces_like(const std::string& face_id, double threshold = 80,
                                   const std::string& collection = "family") {
    const auto found = run(&RekognitionService::search_faces,
                           api::rekognition::SearchFacesRequest{
                               .collection_id = collection, .face_id = face_id, .face_match_threshold = threshold});
    REQUIRE(found);
    std::set<std::string> ids;
    for (const auto& match : *found->face_matches) ids.insert(*match.face->face_id);
    return ids;
  }

  FakeClock clock;
  RandomIds ids;
  Pool pool{"rekognition test", 2, 1024};
  Loop loop{"test"};
  std::unique_ptr<store::Database> database;
  FewObjects s3;
  std::set<std::string> forbidden_buckets;
  std::map<std::string, std::string> owners;  // of buckets that are not the caller's
  DescribedPictures eyes;
  Options options;
  std::unique_ptr<RekognitionService> service;
};

// CHECK that a result is the given error.
#define CHECK_ERROR(result, row)                          \
  do {                                                    \
    const auto& checked_error_ = (result);                \
    REQUIRE_FALSE(checked_error_);                        \
    CHECK(checked_error_.error().kind->code == row.code); \
    CHECK(checked_error_.error().kind == &row);           \
  } while (false)

}  // namespace lightwell::rekognition
