// AssociateFaces gives faces of a collection to a user. A user that has faces takes only what is like them.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_AssociateFaces.html

#include <fmt/format.h>

#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/search_rules.h"
#include "services/rekognition/user_faces.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

using api::rekognition::AssociateFacesRequest;
using api::rekognition::AssociateFacesResponse;

class Association {
 public:
  Association(double threshold, const Eyes& eyes) : threshold_(threshold), eyes_(eyes) {}

  Result<std::optional<FaceOutcome>> operator()(store::Transaction& transaction, int64_t collection, const User& user,
                                                const std::string& face_id) {
    TRY(const auto face, find_face(transaction, collection, face_id));
    if (!face) return FaceOutcome{.face_id = face_id, .reason = "FACE_NOT_FOUND"};
    if (face->owner == user.id) return std::nullopt;
    if (face->owner != 0) {
      return FaceOutcome{.face_id = face_id, .reason = "ASSOCIATED_TO_A_DIFFERENT_USER", .user_id = face->user_id};
    }
    if (face->model != eyes_.face_model()) return fail(other_model());
    // As the request found the user: faces it gives do not judge each other.
    if (!likeness_) {
      TRY(likeness_, vector_of_user(transaction, user.id));
    }
    if (*likeness_) {
      TRY(const auto vector, vector_of(transaction, collection, face->number));
      const double similarity = vector ? eyes_.scale().similarity_of(dot(*vector, **likeness_)) : 0;
      if (similarity < threshold_) {
        return FaceOutcome{.face_id = face_id, .reason = "LOW_MATCH_CONFIDENCE", .confidence = similarity};
      }
    }
    REQUIRE_OK(set_owner(transaction, collection, face->number, user.id));
    return FaceOutcome{.face_id = face_id};
  }

 private:
  const double threshold_;
  const Eyes& eyes_;
  std::optional<std::optional<FaceVector>> likeness_;  // of the faces the user has already
};

}  // namespace

Task<Result<AssociateFacesResponse>> RekognitionService::associate_faces(const Call& call,
                                                                         AssociateFacesRequest& request) {
  const double threshold = request.user_match_threshold.value_or(kAssociateUsual);
  UserFacesChange change{.collection_id = request.collection_id,
                         .user_id = request.user_id,
                         .face_ids = {request.face_ids.begin(), request.face_ids.end()},
                         .faces_max = options_.faces_of_user_max};
  std::vector<std::string> parameters = {request.user_id, fmt::format("{}", threshold)};
  parameters.insert(parameters.end(), change.face_ids.begin(), change.face_ids.end());
  change.token = token_use("AssociateFaces", request.client_request_token, parameters);

  CO_TRY(const UserOutcome outcome, co_await write([&](store::Transaction& transaction) {
           return change_user_faces(transaction, call, change, Association(threshold, eyes_));
         }));
  AssociateFacesResponse response{.user_status = outcome.status};
  tell_faces(outcome, request.user_id, response.associated_faces.emplace(),
             response.unsuccessful_face_associations.emplace());
  co_return response;
}

}  // namespace lightwell::rekognition
