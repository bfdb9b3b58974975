// DeleteFaces removes faces from a collection. A face of a user stays until it is taken from the user.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DeleteFaces.html

#include <set>

#include "services/rekognition/collection_store.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {
namespace {

using api::rekognition::DeleteFacesRequest;
using api::rekognition::DeleteFacesResponse;

void refuse(DeleteFacesResponse& response, const std::string& face_id, const std::string& user_id, const char* reason) {
  auto& refused = response.unsuccessful_face_deletions->emplace_back();
  refused.face_id = face_id;
  if (!user_id.empty()) refused.user_id = user_id;
  refused.reasons = {reason};
}

struct Deletion {
  DeleteFacesResponse response;
  FaceChange change;
};

Result<Deletion> delete_named(store::Transaction& transaction, int64_t collection,
                              const std::vector<std::string>& face_ids) {
  Deletion done;
  auto& deleted = done.response.deleted_faces.emplace();
  done.response.unsuccessful_face_deletions.emplace();
  for (const std::string& face_id : std::set(face_ids.begin(), face_ids.end())) {
    TRY(const auto face, find_face(transaction, collection, face_id));
    if (!face) {
      refuse(done.response, face_id, "", "FACE_NOT_FOUND");
    } else if (face->owner != 0) {
      refuse(done.response, face_id, face->user_id, "ASSOCIATED_TO_AN_EXISTING_USER");
    } else {
      REQUIRE_OK(delete_face(transaction, collection, face->number));
      done.change.removed.push_back(face->number);
      deleted.push_back(face_id);
    }
  }
  const auto count = int64_t(deleted.size());
  if (count == 0) return done;
  TRY(const Count counted, count_changes(transaction, collection, count, -count));
  done.change.before = counted.before;
  done.change.after = counted.after;
  return done;
}

}  // namespace

Task<Result<DeleteFacesResponse>> RekognitionService::delete_faces(const Call& call, DeleteFacesRequest& request) {
  CO_TRY(const Collection collection,
         co_await read([&](store::Reader& reader) { return open_collection(reader, call, request.collection_id); }));
  const FaceIndex::Announced announced(index_, collection.id);
  CO_TRY(Deletion done, co_await write([&](store::Transaction& transaction) {
           return delete_named(transaction, collection.id, request.face_ids);
         }));
  if (!done.change.removed.empty()) CO_CHECK(co_await index_.apply(collection.id, std::move(done.change)));
  co_return std::move(done.response);
}

}  // namespace lightwell::rekognition
