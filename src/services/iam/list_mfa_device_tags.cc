// ListMFADeviceTags lists a device's tags by their keys.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADeviceTags.html

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListMFADeviceTagsResponse>> IamService::list_mfa_device_tags(
    const Call& call, api::iam::ListMFADeviceTagsRequest& request) {
  CO_TRY(const Paging page, paging("tags of " + request.serial_number, request.marker, request.max_items));
  CO_TRY(auto tags, co_await read([&](store::Reader& reader) -> Result<std::vector<api::iam::Tag>> {
           TRY(const MfaDevice device, require_device(reader, call.account, request.serial_number));
           return tags_of(reader, device.serial, page);
         }));
  api::iam::ListMFADeviceTagsResponse response;
  cut_page(tags, page, response, tag_page_key);
  response.tags = std::move(tags);
  co_return response;
}

}  // namespace lightwell::iam
