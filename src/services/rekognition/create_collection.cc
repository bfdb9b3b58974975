// CreateCollection makes a place for faces, in the call's region.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_CreateCollection.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::CreateCollectionResponse>> RekognitionService::create_collection(
    const Call& call, api::rekognition::CreateCollectionRequest& request) {
  const Tags tags = request.tags.value_or(Tags{});
  if (tags.size() > options_.tags_max) co_return fail(errors::service_quota_exceeded_exception);
  const Collection wanted{.account = call.account,
                          .region = call.region,
                          .name = request.collection_id,
                          .index_name = ids_.hex(16),
                          .created_at = call.now};

  const auto made = co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const int64_t id, insert_collection(transaction, wanted));
    TRY(const int64_t count, count_collections(transaction, call.account));
    if (count > int64_t(options_.collections_max)) {
      return fail(errors::service_quota_exceeded_exception, "The number of collections exceeds the allowed limit.");
    }
    return write_tags(transaction, id, tags);
  });
  if (!made && made.error().kind == &store::errors::unique_violation) {
    co_return fail(errors::resource_already_exists_exception,
                   "The collection id: " + request.collection_id + " already exists");
  }
  CO_CHECK(made);

  co_return api::rekognition::CreateCollectionResponse{
      .status_code = 200, .collection_arn = collection_arn(wanted), .face_model_version = kFaceModelVersion};
}

}  // namespace lightwell::rekognition
