// DisassociateFaces takes faces from a user; they stay in the collection.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DisassociateFaces.html

#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/user_faces.h"

namespace lightwell::rekognition {
namespace {

using api::rekognition::DisassociateFacesRequest;
using api::rekognition::DisassociateFacesResponse;

// Nothing: the face belongs to nobody already.
Result<std::optional<FaceOutcome>> take_one(store::Transaction& transaction, int64_t collection, const User& user,
                                            const std::string& face_id) {
  TRY(const auto face, find_face(transaction, collection, face_id));
  if (!face) return FaceOutcome{.face_id = face_id, .reason = "FACE_NOT_FOUND"};
  if (face->owner == 0) return std::nullopt;
  if (face->owner != user.id) {
    return FaceOutcome{.face_id = face_id, .reason = "ASSOCIATED_TO_A_DIFFERENT_USER", .user_id = face->user_id};
  }
  REQUIRE_OK(set_owner(transaction, collection, face->number, std::nullopt));
  return FaceOutcome{.face_id = face_id};
}

}  // namespace

Task<Result<DisassociateFacesResponse>> RekognitionService::disassociate_faces(const Call& call,
                                                                               DisassociateFacesRequest& request) {
  UserFacesChange change{.collection_id = request.collection_id,
                         .user_id = request.user_id,
                         .face_ids = {request.face_ids.begin(), request.face_ids.end()}};
  std::vector<std::string> parameters = {request.user_id};
  parameters.insert(parameters.end(), change.face_ids.begin(), change.face_ids.end());
  change.token = token_use("DisassociateFaces", request.client_request_token, parameters);

  CO_TRY(const UserOutcome outcome, co_await write([&](store::Transaction& transaction) {
           return change_user_faces(transaction, call, change, take_one);
         }));
  DisassociateFacesResponse response{.user_status = outcome.status};
  tell_faces(outcome, request.user_id, response.disassociated_faces.emplace(),
             response.unsuccessful_face_disassociations.emplace());
  co_return response;
}

}  // namespace lightwell::rekognition
