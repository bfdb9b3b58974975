// SearchUsers finds the users of a collection that are like one of its faces, or like another user.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_SearchUsers.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/search_rules.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::SearchUsersResponse>> RekognitionService::search_users(
    const Call& call, api::rekognition::SearchUsersRequest& request) {
  if (request.user_id.has_value() == request.face_id.has_value()) co_return fail(errors::invalid_parameter_exception);
  struct Asked {
    int64_t collection = 0;
    int64_t user = 0;  // 0: a face is asked about
    std::optional<FaceVector> vector;
  };
  CO_TRY(Asked asked, co_await read([&](store::Reader& reader) -> Result<Asked> {
           TRY(const Collection collection, open_collection(reader, call, request.collection_id));
           Asked found{.collection = collection.id};
           if (request.user_id) {
             TRY(const auto user, find_user(reader, collection.id, *request.user_id));
             if (!user) return fail(no_such_user());
             found.user = user->id;
             TRY(found.vector, vector_of_user(reader, user->id));
             return found;
           }
           TRY(const auto face, find_face(reader, collection.id, *request.face_id));
           if (!face) return fail(no_such_face());
           if (face->model != eyes_.face_model()) return fail(other_model());
           TRY(found.vector, vector_of(reader, collection.id, face->number));
           return found;
         }));

  api::rekognition::SearchUsersResponse response{.face_model_version = kFaceModelVersion};
  response.user_matches.emplace();
  if (request.face_id) response.searched_face.emplace().face_id = request.face_id;
  if (request.user_id) response.searched_user.emplace().user_id = request.user_id;
  // A user without faces is like nobody.
  if (!asked.vector) co_return response;
  CO_TRY(response.user_matches, co_await similar_users(asked.collection, *std::move(asked.vector),
                                                       request.user_match_threshold.value_or(kMatchUsual),
                                                       matches_max(request.max_users), asked.user));
  co_return response;
}

}  // namespace lightwell::rekognition
