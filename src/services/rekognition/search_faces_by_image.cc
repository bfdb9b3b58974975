// SearchFacesByImage finds the faces of a collection that are like the largest face of a picture.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_SearchFacesByImage.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/search_rules.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::SearchFacesByImageResponse>> RekognitionService::search_faces_by_image(
    const Call& call, api::rekognition::SearchFacesByImageRequest& request) {
  CO_TRY(Collection collection,
         co_await read([&](store::Reader& reader) { return open_collection(reader, call, request.collection_id); }));
  CO_TRY(const Seen seen, co_await look(call, request.image, {.faces = true, .face_embeddings = true}));
  CO_TRY(const Sought sought, largest_face(seen, quality_bar(request.quality_filter, QualityBar::none)));
  if (!sought.face) co_return fail(no_faces());

  CO_TRY(const auto matches,
         co_await similar_faces(std::move(collection), normalised(sought.face->embedding),
                                request.face_match_threshold.value_or(kMatchUsual), matches_max(request.max_faces)));

  co_return api::rekognition::SearchFacesByImageResponse{
      .searched_face_bounding_box = bounding_box(box_of(sought.face->box)),
      .searched_face_confidence = percent(double(sought.face->confidence)),
      .face_matches = face_matches(matches),
      .face_model_version = kFaceModelVersion};
}

}  // namespace lightwell::rekognition
