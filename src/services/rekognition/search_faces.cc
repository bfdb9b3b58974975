// SearchFaces finds the faces of a collection that are like one of them.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_SearchFaces.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/search_rules.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::SearchFacesResponse>> RekognitionService::search_faces(
    const Call& call, api::rekognition::SearchFacesRequest& request) {
  struct Asked {
    Collection collection;
    int64_t number = 0;
    FaceVector vector;
  };
  CO_TRY(Asked asked, co_await read([&](store::Reader& reader) -> Result<Asked> {
           TRY(Collection collection, open_collection(reader, call, request.collection_id));
           TRY(const auto face, find_face(reader, collection.id, request.face_id));
           if (!face) return fail(no_such_face());
           TRY(auto vector, vector_of(reader, collection.id, face->number));
           if (!vector) return fail(no_such_face());
           if (face->model != eyes_.face_model()) return fail(other_model());
           return Asked{std::move(collection), face->number, *std::move(vector)};
         }));

  CO_TRY(const auto matches, co_await similar_faces(std::move(asked.collection), std::move(asked.vector),
                                                    request.face_match_threshold.value_or(kMatchUsual),
                                                    matches_max(request.max_faces), asked.number));

  co_return api::rekognition::SearchFacesResponse{.searched_face_id = request.face_id,
                                                  .face_matches = face_matches(matches),
                                                  .face_model_version = kFaceModelVersion};
}

}  // namespace lightwell::rekognition
