// ListTagsForResource lists the tags of a collection.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_ListTagsForResource.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::ListTagsForResourceResponse>> RekognitionService::list_tags_for_resource(
    const Call& call, api::rekognition::ListTagsForResourceRequest& request) {
  CO_TRY(const std::string name, collection_of_arn(call, request.resource_arn));
  CO_TRY(Tags tags, co_await read([&](store::Reader& reader) -> Result<Tags> {
           TRY(const Collection collection, open_collection(reader, call, name));
           return read_tags(reader, collection.id);
         }));
  co_return api::rekognition::ListTagsForResourceResponse{.tags = std::move(tags)};
}

}  // namespace lightwell::rekognition
