// DeactivateMFADevice takes a device from its user.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html

#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeactivateMFADeviceOutput>> IamService::deactivate_mfa_device(
    const Call& call, api::iam::DeactivateMFADeviceRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Subject subject, subject_of(transaction, call, request.user_name));
    TRY(MfaDevice device, require_device_of(transaction, call.account, subject.user_id(), request.serial_number));
    device.user_id.reset();
    device.enabled_at.reset();
    return update_device(transaction, device);
  }));
  co_return api::iam::DeactivateMFADeviceOutput{};
}

}  // namespace lightwell::iam
