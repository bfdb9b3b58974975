// UntagResource removes tags from a collection; one that it does not have is no error.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_UntagResource.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::UntagResourceResponse>> RekognitionService::untag_resource(
    const Call& call, api::rekognition::UntagResourceRequest& request) {
  CO_TRY(const std::string name, collection_of_arn(call, request.resource_arn));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Collection collection, open_collection(transaction, call, name));
    return remove_tags(transaction, collection.id, request.tag_keys);
  }));
  co_return api::rekognition::UntagResourceResponse{};
}

}  // namespace lightwell::rekognition
