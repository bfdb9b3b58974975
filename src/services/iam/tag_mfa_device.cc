// TagMFADevice adds tags to a device, or gives those there are new values.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagMFADevice.html

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::TagMFADeviceOutput>> IamService::tag_mfa_device(const Call& call,
                                                                      api::iam::TagMFADeviceRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const MfaDevice device, require_device(transaction, call.account, request.serial_number));
    return put_tags(transaction, device.account, device.serial, request.tags);
  }));
  co_return api::iam::TagMFADeviceOutput{};
}

}  // namespace lightwell::iam
