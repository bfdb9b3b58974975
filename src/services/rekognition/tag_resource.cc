// TagResource adds tags to a collection, or gives them other values.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_TagResource.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::TagResourceResponse>> RekognitionService::tag_resource(
    const Call& call, api::rekognition::TagResourceRequest& request) {
  CO_TRY(const std::string name, collection_of_arn(call, request.resource_arn));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Collection collection, open_collection(transaction, call, name));
    REQUIRE_OK(write_tags(transaction, collection.id, request.tags));
    TRY(const Tags tags, read_tags(transaction, collection.id));
    if (tags.size() > options_.tags_max) {
      return fail(errors::service_quota_exceeded_exception, "The number of tags exceeds the allowed limit.");
    }
    return {};
  }));
  co_return api::rekognition::TagResourceResponse{};
}

}  // namespace lightwell::rekognition
