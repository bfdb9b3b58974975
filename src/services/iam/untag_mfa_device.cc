// UntagMFADevice takes tags from a device.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagMFADevice.html

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UntagMFADeviceOutput>> IamService::untag_mfa_device(const Call& call,
                                                                          api::iam::UntagMFADeviceRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const MfaDevice device, require_device(transaction, call.account, request.serial_number));
    return remove_tags(transaction, device.serial, request.tag_keys);
  }));
  co_return api::iam::UntagMFADeviceOutput{};
}

}  // namespace lightwell::iam
