// SearchUsersByImage finds the users of a collection that are like the largest face of a picture.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_SearchUsersByImage.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/search_rules.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::SearchUsersByImageResponse>> RekognitionService::search_users_by_image(
    const Call& call, api::rekognition::SearchUsersByImageRequest& request) {
  CO_TRY(const Collection collection,
         co_await read([&](store::Reader& reader) { return open_collection(reader, call, request.collection_id); }));
  CO_TRY(const Seen seen, co_await look(call, request.image, {.faces = true, .face_embeddings = true}));
  CO_TRY(const Sought sought, largest_face(seen, quality_bar(request.quality_filter, QualityBar::none)));

  api::rekognition::SearchUsersByImageResponse response{.face_model_version = kFaceModelVersion};
  response.user_matches.emplace();
  auto& others = response.unsearched_faces.emplace();
  for (const auto& [face, reason] : sought.others) {
    auto& other = others.emplace_back();
    other.face_details = face_detail(face, {});
    other.reasons = {reason};
  }
  if (!sought.face) co_return response;
  response.searched_face.emplace().face_detail = face_detail(*sought.face, {});
  CO_TRY(response.user_matches,
         co_await similar_users(collection.id, normalised(sought.face->embedding),
                                request.user_match_threshold.value_or(kMatchUsual), matches_max(request.max_users)));
  co_return response;
}

}  // namespace lightwell::rekognition
