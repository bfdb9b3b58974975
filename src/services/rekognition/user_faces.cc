#include "services/rekognition/user_faces.h"

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/errors.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {

Result<UserOutcome> change_user_faces(store::Transaction& transaction, const Call& call, const UserFacesChange& change,
                                      const ChangeFace& change_face) {
  TRY(const Collection collection, open_collection(transaction, call, change.collection_id));
  if (change.token) {
    TRY(const auto before, find_answer(transaction, collection.id, *change.token));
    if (before) return read_answer(*before);
  }
  TRY(const auto user, find_user(transaction, collection.id, change.user_id));
  if (!user) return fail(no_such_user());
  UserOutcome done;
  for (const std::string& face_id : change.face_ids) {
    TRY(auto one, change_face(transaction, collection.id, *user, face_id));
    if (one) done.faces.push_back(*std::move(one));
  }
  TRY(const auto vectors, vectors_of_user(transaction, collection.id, user->id));
  if (vectors.size() > change.faces_max) {
    return fail(errors::service_quota_exceeded_exception, "The number of faces of the user exceeds the allowed limit.");
  }
  const auto mean = vectors.empty() ? std::nullopt : std::optional(mean_of(vectors));
  REQUIRE_OK(update_user(transaction, user->id, vectors.size(), mean));
  done.status = User{.face_count = int64_t(vectors.size())}.status();
  if (change.token) REQUIRE_OK(keep_answer(transaction, collection.id, *change.token, write_answer(done), call.now));
  return done;
}

}  // namespace lightwell::rekognition
