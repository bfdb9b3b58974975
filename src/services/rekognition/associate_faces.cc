// AssociateFaces gives faces of a collection to a user. A user that has faces takes only what is like them.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_AssociateFaces.html

#include <fmt/format.h>

#include <set>

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/search_rules.h"
#include "services/rekognition/user_rules.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

using api::rekognition::AssociateFacesRequest;
using api::rekognition::AssociateFacesResponse;

struct Asked {
  const User& user;
  const std::optional<FaceVector>& likeness;  // of the faces the user has already
  double threshold;
  const Eyes& eyes;
};

// Nothing: the face is the user's already.
Result<std::optional<FaceOutcome>> associate_one(store::Transaction& transaction, int64_t collection,
                                                 const Asked& asked, const std::string& face_id) {
  TRY(const auto face, find_face(transaction, collection, face_id));
  if (!face) return FaceOutcome{.face_id = face_id, .reason = "FACE_NOT_FOUND"};
  if (face->owner == asked.user.id) return std::nullopt;
  if (face->owner != 0) {
    return FaceOutcome{.face_id = face_id, .reason = "ASSOCIATED_TO_A_DIFFERENT_USER", .user_id = face->user_id};
  }
  if (face->model != asked.eyes.face_model()) return fail(other_model());
  if (asked.likeness) {
    TRY(const auto vector, vector_of(transaction, collection, face->number));
    const double similarity = vector ? asked.eyes.scale().similarity_of(dot(*vector, *asked.likeness)) : 0;
    if (similarity < asked.threshold) {
      return FaceOutcome{.face_id = face_id, .reason = "LOW_MATCH_CONFIDENCE", .confidence = similarity};
    }
  }
  REQUIRE_OK(set_owner(transaction, collection, face->number, asked.user.id));
  return FaceOutcome{.face_id = face_id};
}

AssociateFacesResponse response_of(const UserOutcome& outcome, const std::string& user_id) {
  AssociateFacesResponse response{.user_status = outcome.status};
  auto& done = response.associated_faces.emplace();
  auto& refused = response.unsuccessful_face_associations.emplace();
  for (const FaceOutcome& face : outcome.faces) {
    if (face.reason.empty()) {
      done.emplace_back().face_id = face.face_id;
      continue;
    }
    auto& shown = refused.emplace_back();
    shown.face_id = face.face_id;
    shown.user_id = face.user_id.empty() ? user_id : face.user_id;
    shown.confidence = face.confidence;
    shown.reasons = {face.reason};
  }
  return response;
}

}  // namespace

Task<Result<AssociateFacesResponse>> RekognitionService::associate_faces(const Call& call,
                                                                         AssociateFacesRequest& request) {
  const double threshold = request.user_match_threshold.value_or(kAssociateUsual);
  const std::set<std::string> face_ids(request.face_ids.begin(), request.face_ids.end());
  std::vector<std::string> parameters = {request.user_id, fmt::format("{}", threshold)};
  parameters.insert(parameters.end(), face_ids.begin(), face_ids.end());
  const auto token = token_use("AssociateFaces", request.client_request_token, parameters);

  CO_TRY(const UserOutcome outcome, co_await write([&](store::Transaction& transaction) -> Result<UserOutcome> {
           TRY(const Collection collection, open_collection(transaction, call, request.collection_id));
           if (token) {
             TRY(const auto before, find_answer(transaction, collection.id, *token));
             if (before) return read_answer(*before);
           }
           TRY(const auto user, find_user(transaction, collection.id, request.user_id));
           if (!user) return fail(no_such_user());
           TRY(const auto likeness, vector_of_user(transaction, user->id));
           UserOutcome done;
           for (const std::string& face_id : face_ids) {
             TRY(auto one, associate_one(transaction, collection.id, {*user, likeness, threshold, eyes_}, face_id));
             if (one) done.faces.push_back(*std::move(one));
           }
           TRY(const auto vectors, vectors_of_user(transaction, collection.id, user->id));
           if (vectors.size() > options_.faces_of_user_max) {
             return fail(errors::service_quota_exceeded_exception,
                         "The number of faces of the user exceeds the allowed limit.");
           }
           if (!vectors.empty()) REQUIRE_OK(update_user(transaction, user->id, vectors.size(), mean_of(vectors)));
           done.status = User{.face_count = int64_t(vectors.size())}.status();
           if (token) REQUIRE_OK(keep_answer(transaction, collection.id, *token, write_answer(done), call.now));
           return done;
         }));
  co_return response_of(outcome, request.user_id);
}

}  // namespace lightwell::rekognition
