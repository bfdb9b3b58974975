#include "photos/eyes/detector.h"

#include <algorithm>
#include <map>

#include "api/rekognition/handlers.h"
#include "photos/errors.h"
#include "photos/eyes/detector_rules.h"
#include "photos/jobs/image_reader.h"

namespace lightwell::photos {
namespace {

namespace aws = api::rekognition;

constexpr int kLabelsMax = 50;
constexpr int kColoursMax = 8;
constexpr int kFacesMax = 100;
constexpr int kMatchesMax = 50;
constexpr int kListedMax = 4096;
constexpr size_t kRemovedAtOnce = 4096;

bool is(const Error& failed, std::string_view code) { return failed.kind->code == code; }

aws::Image image_of(std::string jpeg) {
  aws::Image image;
  image.bytes = std::move(jpeg);
  return image;
}

}  // namespace

std::string collection_of(const std::string& owner) { return "lightwell-" + owner; }
std::string face_removal_key(const std::string& owner, const std::string& service_id) {
  return collection_of(owner) + "/" + service_id;
}

Detector::Detector(aws::Rekognition& service, Principal principal, Ids& ids, const Clock& clock)
    : service_(service), principal_(std::move(principal)), ids_(ids), clock_(clock) {}

Call Detector::call() const {
  return {.principal = principal_, .account = principal_.account, .request_id = ids_.request_id(), .now = clock_.now()};
}

Task<Result<SeenPicture>> Detector::look(std::string jpeg) {
  const Call as = call();
  aws::DetectLabelsRequest request;
  request.image = image_of(std::move(jpeg));
  request.max_labels = kLabelsMax;
  request.features = {{"GENERAL_LABELS", "IMAGE_PROPERTIES"}};
  request.settings.emplace().image_properties.emplace().max_dominant_colors = kColoursMax;
  auto answer = co_await service_.detect_labels(as, request);
  if (!answer) co_return fail(detector_failure(std::move(answer).error()));
  co_return picture_in(*answer);
}

Task<Result<SeenTexts>> Detector::read(std::string jpeg) {
  const Call as = call();
  aws::DetectTextRequest request;
  request.image = image_of(std::move(jpeg));
  auto answer = co_await service_.detect_text(as, request);
  if (answer) co_return SeenTexts{.texts = texts_in(*answer)};
  Error failed = detector_failure(std::move(answer).error());
  if (failed.kind != &errors::models_missing) co_return fail(std::move(failed));
  co_return SeenTexts{.left_out = "Text was not looked for. " + failed.message};
}

Task<Result<void>> Detector::make_collection(std::string owner) {
  const Call as = call();
  aws::CreateCollectionRequest request;
  request.collection_id = collection_of(owner);
  const auto made = co_await service_.create_collection(as, request);
  if (!made && !is(made.error(), "ResourceAlreadyExistsException")) {
    co_return fail(detector_failure(Error(made.error())));
  }
  co_return Result<void>{};
}

Task<Result<SeenFaces>> Detector::index_faces(std::string owner, std::string photo_id, std::string jpeg) {
  const Call as = call();
  aws::IndexFacesRequest request;
  request.collection_id = collection_of(owner);
  request.external_image_id = photo_id;
  request.max_faces = kFacesMax;
  request.quality_filter = "AUTO";
  request.image = image_of(jpeg);
  auto answer = co_await service_.index_faces(as, request);
  if (!answer && is(answer.error(), "ResourceNotFoundException")) {
    CO_CHECK(co_await make_collection(owner));
    request.image = image_of(std::move(jpeg));
    answer = co_await service_.index_faces(as, request);
  }
  if (!answer) {
    Error failed = detector_failure(std::move(answer).error());
    if (failed.kind != &errors::models_missing) co_return fail(std::move(failed));
    co_return SeenFaces{.left_out = "Faces were not looked for. " + failed.message};
  }
  SeenFaces seen{.faces = faces_in(*answer)};
  for (SeenFace& face : seen.faces) {
    CO_TRY(face.matches, co_await matches_of(owner, face.service_id));
  }
  co_return seen;
}

Task<Result<std::vector<FaceMatch>>> Detector::matches_of(std::string owner, std::string service_id) {
  const Call as = call();
  aws::SearchFacesRequest request;
  request.collection_id = collection_of(owner);
  request.face_id = std::move(service_id);
  request.max_faces = kMatchesMax;
  request.face_match_threshold = kDoubtfulSimilarity;
  auto answer = co_await service_.search_faces(as, request);
  if (!answer) co_return fail(detector_failure(std::move(answer).error()));
  co_return matches_in(*answer);
}

Task<Result<std::vector<std::string>>> Detector::remove_faces(std::vector<std::string> keys) {
  std::map<std::string, std::vector<std::string>> by_collection;
  for (const std::string& key : keys) {
    const size_t slash = key.find('/');
    by_collection[key.substr(0, slash)].push_back(key.substr(slash + 1));
  }
  std::vector<std::string> left;
  for (auto& [collection, ids] : by_collection) {
    for (size_t at = 0; at < ids.size(); at += kRemovedAtOnce) {
      const Call as = call();
      aws::DeleteFacesRequest request;
      request.collection_id = collection;
      request.face_ids.assign(ids.begin() + ptrdiff_t(at),
                              ids.begin() + ptrdiff_t(std::min(ids.size(), at + kRemovedAtOnce)));
      const std::vector<std::string> tried = request.face_ids;
      const auto removed = co_await service_.delete_faces(as, request);
      // A collection that is gone took its faces along; a face that is not there is removed already.
      if (removed || is(removed.error(), "ResourceNotFoundException")) continue;
      for (const std::string& id : tried) left.push_back(fmt::format("{}/{}", collection, id));
    }
  }
  co_return left;
}

Task<Result<FaceList>> Detector::list_faces(std::string owner, std::optional<std::string> after) {
  const Call as = call();
  aws::ListFacesRequest request;
  request.collection_id = collection_of(owner);
  request.max_results = kListedMax;
  request.next_token = std::move(after);
  auto answer = co_await service_.list_faces(as, request);
  if (!answer && is(answer.error(), "ResourceNotFoundException")) co_return FaceList{};
  if (!answer) co_return fail(detector_failure(std::move(answer).error()));
  co_return list_in(*answer);
}

}  // namespace lightwell::photos
