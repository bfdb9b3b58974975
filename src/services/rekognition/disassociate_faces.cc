// DisassociateFaces takes faces from a user; they stay in the collection.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DisassociateFaces.html

#include <set>

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/user_rules.h"
#include "services/rekognition/vector_rules.h"

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

DisassociateFacesResponse response_of(const UserOutcome& outcome, const std::string& user_id) {
  DisassociateFacesResponse response{.user_status = outcome.status};
  auto& done = response.disassociated_faces.emplace();
  auto& refused = response.unsuccessful_face_disassociations.emplace();
  for (const FaceOutcome& face : outcome.faces) {
    if (face.reason.empty()) {
      done.emplace_back().face_id = face.face_id;
      continue;
    }
    auto& shown = refused.emplace_back();
    shown.face_id = face.face_id;
    shown.user_id = face.user_id.empty() ? user_id : face.user_id;
    shown.reasons = {face.reason};
  }
  return response;
}

}  // namespace

Task<Result<DisassociateFacesResponse>> RekognitionService::disassociate_faces(const Call& call,
                                                                               DisassociateFacesRequest& request) {
  const std::set<std::string> face_ids(request.face_ids.begin(), request.face_ids.end());
  std::vector<std::string> parameters = {request.user_id};
  parameters.insert(parameters.end(), face_ids.begin(), face_ids.end());
  const auto token = token_use("DisassociateFaces", request.client_request_token, parameters);

  CO_TRY(const UserOutcome outcome, co_await write([&](store::Transaction& transaction) -> Result<UserOutcome> {
           TRY(const Collection collection, open_collection(transaction, call, request.collection_id));
           if (token) {
             TRY(const auto before, find_answer(transaction, collection.id, *token));
             if (before) return read_answer(*before);
           }
           TRY(const auto user, find_user(transaction, collection.id, request.user_id));
           if (!user) return fail(no_such_user());
           UserOutcome done;
           for (const std::string& face_id : face_ids) {
             TRY(auto one, take_one(transaction, collection.id, *user, face_id));
             if (one) done.faces.push_back(*std::move(one));
           }
           TRY(const auto vectors, vectors_of_user(transaction, collection.id, user->id));
           const auto mean = vectors.empty() ? std::nullopt : std::optional(mean_of(vectors));
           REQUIRE_OK(update_user(transaction, user->id, vectors.size(), mean));
           done.status = User{.face_count = int64_t(vectors.size())}.status();
           if (token) REQUIRE_OK(keep_answer(transaction, collection.id, *token, write_answer(done), call.now));
           return done;
         }));
  co_return response_of(outcome, request.user_id);
}

}  // namespace lightwell::rekognition
