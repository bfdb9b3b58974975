// ListFaces lists the faces of a collection by age: all, a user's, or those asked for by id.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_ListFaces.html

#include <algorithm>

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {
namespace {

constexpr size_t kPageMax = 4096;
constexpr size_t kPageUsual = 1000;

using Faces = std::vector<StoredFace>;

// Those of the named faces that there are, and belong to `owner` where one is given.
Result<Faces> named_faces(store::Reader& reader, int64_t collection, const std::vector<std::string>& face_ids,
                          std::optional<int64_t> owner, int64_t behind, size_t max) {
  Faces found;
  for (const std::string& face_id : face_ids) {
    TRY(auto face, find_face(reader, collection, face_id));
    if (face && face->number > behind && (!owner || face->owner == *owner)) found.push_back(*std::move(face));
  }
  std::ranges::sort(found, {}, &StoredFace::number);
  const auto twice = std::ranges::unique(found, {}, &StoredFace::number);
  found.erase(twice.begin(), twice.end());
  if (found.size() > max) found.resize(max);
  return found;
}

}  // namespace

Task<Result<api::rekognition::ListFacesResponse>> RekognitionService::list_faces(
    const Call& call, api::rekognition::ListFacesRequest& request) {
  std::string list = "faces of " + call.account + " in " + call.region + ": " + request.collection_id;
  if (request.user_id) list += " of " + *request.user_id;
  CO_TRY(const int64_t behind, read_token(list, request.next_token));
  const size_t max = request.max_results ? page_size(request.max_results, kPageMax) : kPageUsual;

  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<Faces> {
           TRY(const Collection collection, open_collection(reader, call, request.collection_id));
           std::optional<int64_t> owner;
           if (request.user_id) {
             TRY(const auto user, find_user(reader, collection.id, *request.user_id));
             if (!user) return fail(no_such_user());
             owner = user->id;
           }
           if (request.face_ids) return named_faces(reader, collection.id, *request.face_ids, owner, behind, max + 1);
           return rekognition::list_faces(reader, collection.id, owner, behind, max + 1);
         }));

  api::rekognition::ListFacesResponse response{.face_model_version = kFaceModelVersion};
  if (found.size() > max) {
    found.resize(max);
    response.next_token = make_token(list, found.back().number);
  }
  auto& faces = response.faces.emplace();
  for (const StoredFace& face : found) faces.push_back(face_record(face));
  co_return response;
}

}  // namespace lightwell::rekognition
