// DescribeCollection tells how many faces and users a collection has.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DescribeCollection.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::DescribeCollectionResponse>> RekognitionService::describe_collection(
    const Call& call, api::rekognition::DescribeCollectionRequest& request) {
  using api::rekognition::DescribeCollectionResponse;
  co_return co_await read([&](store::Reader& reader) -> Result<DescribeCollectionResponse> {
    TRY(const Collection collection, open_collection(reader, call, request.collection_id));
    TRY(const int64_t users, count_users(reader, collection.id));
    return DescribeCollectionResponse{.face_count = collection.face_count,
                                      .face_model_version = kFaceModelVersion,
                                      .collection_arn = collection_arn(collection),
                                      .creation_timestamp = collection.created_at,
                                      .user_count = users};
  });
}

}  // namespace lightwell::rekognition
