// Rekognition, embedded: it looks at the picture. One operation lives in one file of its name.
//
// What a picture shows is told by the engines (Eyes); this service says it in Amazon's words. Collections of faces are
// rows, with an index beside them for the search (FaceIndex). An S3 object is read through S3's own interface with the
// caller's own call, so that the caller's permissions count.

#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/rekognition/handlers.h"
#include "api/s3/handlers.h"
#include "base/ids.h"
#include "run/pool.h"
#include "services/rekognition/collection.h"
#include "services/rekognition/errors.h"
#include "services/rekognition/eyes.h"
#include "services/rekognition/face_index.h"
#include "services/rekognition/face_rules.h"
#include "services/rekognition/user_store.h"
#include "store/sql/database.h"

namespace lightwell::rekognition {

struct Options {
  size_t collections_max = 10'000;                                   // of one account
  int64_t faces_max = 1'000'000;                                     // of one collection
  int64_t users_max = 100'000;                                       // of one collection
  size_t faces_of_user_max = 100;                                    // as Amazon's
  size_t tags_max = 200;                                             // of one collection
  std::filesystem::path index_folder = {};                           // empty: indexes of faces are kept in memory alone
  std::chrono::milliseconds index_quiet = std::chrono::seconds(20);  // after a change, before its file is written
};

// A picture in S3.
struct PictureObject {
  std::string bucket;
  std::string key;
  std::optional<std::string> version = {};
};
// Whether the caller may read an object: what the door asks before S3 itself is called. Answers the account that owns
// it; nothing: the caller may not.
using MayRead = std::function<Task<std::optional<std::string>>(const Call& call, PictureObject wanted)>;

class RekognitionService final : public api::rekognition::Rekognition {
 public:
  // Everything given must outlive the service and its last task. `pool` is for searching and for files.
  RekognitionService(store::Database& database, api::s3::S3& s3, MayRead may_read, Eyes& eyes, Pool& pool, Ids& ids,
                     Options options = {});

  // Brings the tables up to date. Blocks; before anything else.
  Result<void> migrate();
  // Removes what deleted collections held, forgets old tokens, writes the indexes. To be called from time to time.
  Task<Result<void>> sweep(Timestamp now);
  // Writes the indexes. Blocks; after the last request.
  void stop() { index_.stop(); }
  // The tags of the collection that an ARN names; none where there is no such collection.
  Task<Result<std::map<std::string, std::string>>> collection_tags(const Call& call, std::string arn);
  // Empties everything. For --testing alone.
  Task<Result<void>> reset();

#define OPERATION(method, Input, Output) \
  Task<Result<api::rekognition::Output>> method(const Call& call, api::rekognition::Input& request) override
  OPERATION(associate_faces, AssociateFacesRequest, AssociateFacesResponse);
  OPERATION(compare_faces, CompareFacesRequest, CompareFacesResponse);
  OPERATION(create_collection, CreateCollectionRequest, CreateCollectionResponse);
  OPERATION(create_user, CreateUserRequest, CreateUserResponse);
  OPERATION(delete_collection, DeleteCollectionRequest, DeleteCollectionResponse);
  OPERATION(delete_faces, DeleteFacesRequest, DeleteFacesResponse);
  OPERATION(delete_user, DeleteUserRequest, DeleteUserResponse);
  OPERATION(describe_collection, DescribeCollectionRequest, DescribeCollectionResponse);
  OPERATION(detect_faces, DetectFacesRequest, DetectFacesResponse);
  OPERATION(detect_labels, DetectLabelsRequest, DetectLabelsResponse);
  OPERATION(detect_moderation_labels, DetectModerationLabelsRequest, DetectModerationLabelsResponse);
  OPERATION(detect_text, DetectTextRequest, DetectTextResponse);
  OPERATION(disassociate_faces, DisassociateFacesRequest, DisassociateFacesResponse);
  OPERATION(index_faces, IndexFacesRequest, IndexFacesResponse);
  OPERATION(list_collections, ListCollectionsRequest, ListCollectionsResponse);
  OPERATION(list_faces, ListFacesRequest, ListFacesResponse);
  OPERATION(list_tags_for_resource, ListTagsForResourceRequest, ListTagsForResourceResponse);
  OPERATION(list_users, ListUsersRequest, ListUsersResponse);
  OPERATION(search_faces, SearchFacesRequest, SearchFacesResponse);
  OPERATION(search_faces_by_image, SearchFacesByImageRequest, SearchFacesByImageResponse);
  OPERATION(search_users, SearchUsersRequest, SearchUsersResponse);
  OPERATION(search_users_by_image, SearchUsersByImageRequest, SearchUsersByImageResponse);
  OPERATION(tag_resource, TagResourceRequest, TagResourceResponse);
  OPERATION(untag_resource, UntagResourceRequest, UntagResourceResponse);
#undef OPERATION

 private:
  // Errors of the stores in Amazon's words.
  template <class Work>
  auto read(Work work) -> Task<std::invoke_result_t<Work&, store::Reader&>> {
    auto outcome = co_await database_.read(std::move(work));
    if (!outcome) co_return fail(in_amazons_words(std::move(outcome).error()));
    co_return outcome;
  }
  template <class Work>
  auto write(Work work) -> Task<std::invoke_result_t<Work&, store::Transaction&>> {
    auto outcome = co_await database_.write(std::move(work));
    if (!outcome) co_return fail(in_amazons_words(std::move(outcome).error()));
    co_return outcome;
  }

  // What there is to see in a picture that was sent or is in S3. Errors: InvalidParameterException,
  // InvalidS3ObjectException, ImageTooLargeException, InvalidImageFormatException, ...
  Task<Result<Seen>> look(const Call& call, api::rekognition::Image& image, engines::vision::Wanted wanted);
  Task<Result<std::string>> read_object(const Call& call, const api::rekognition::S3Object& object);

  // The face to look for: the largest of a picture that is good enough, if there is one.
  struct Sought {
    std::optional<engines::vision::Face> face;
    std::vector<std::pair<engines::vision::Face, std::string>> others;  // with the reason why not
  };
  static Result<Sought> largest_face(const Seen& seen, QualityBar bar);

  struct Match {
    StoredFace face;
    double similarity = 0;  // 0 to 100
  };
  // Faces of the collection that are like `vector`, the most alike first. `except`: the number of the face itself.
  Task<Result<std::vector<Match>>> similar_faces(Collection collection, FaceVector vector, double similarity_min,
                                                 size_t max, int64_t except = 0);
  static std::vector<api::rekognition::FaceMatch> face_matches(const std::vector<Match>& matches);
  // Users of the collection whose faces are like `vector`. `except`: the row of the user itself.
  Task<Result<std::vector<api::rekognition::UserMatch>>> similar_users(int64_t collection, FaceVector vector,
                                                                       double similarity_min, size_t max,
                                                                       int64_t except = 0);

  store::Database& database_;
  api::s3::S3& s3_;
  const MayRead may_read_;
  Eyes& eyes_;
  Ids& ids_;
  const Options options_;
  FaceIndex index_;
};

}  // namespace lightwell::rekognition
