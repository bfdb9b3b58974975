// DeleteCollection removes a collection and every face and user in it. The name is free at once.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DeleteCollection.html

#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::DeleteCollectionResponse>> RekognitionService::delete_collection(
    const Call& call, api::rekognition::DeleteCollectionRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Collection collection, open_collection(transaction, call, request.collection_id));
    return hide_collection(transaction, collection.id);
  }));
  co_return api::rekognition::DeleteCollectionResponse{.status_code = 200};
}

}  // namespace lightwell::rekognition
