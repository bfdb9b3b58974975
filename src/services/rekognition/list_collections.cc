// ListCollections lists the caller's collections of a region by age.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_ListCollections.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {
namespace {
constexpr size_t kPageMax = 4096;
}

Task<Result<api::rekognition::ListCollectionsResponse>> RekognitionService::list_collections(
    const Call& call, api::rekognition::ListCollectionsRequest& request) {
  const std::string list = "collections of " + call.account + " in " + call.region;
  CO_TRY(const int64_t behind, read_token(list, request.next_token));
  const size_t max = page_size(request.max_results, kPageMax);

  CO_TRY(auto found, co_await read([&](store::Reader& reader) {
           return rekognition::list_collections(reader, call, behind, max + 1);
         }));

  api::rekognition::ListCollectionsResponse response;
  if (found.size() > max) {
    found.resize(max);
    response.next_token = make_token(list, found.back().id);
  }
  auto& names = response.collection_ids.emplace();
  auto& versions = response.face_model_versions.emplace();
  for (Collection& collection : found) {
    names.push_back(std::move(collection.name));
    versions.emplace_back(kFaceModelVersion);
  }
  co_return response;
}

}  // namespace lightwell::rekognition
