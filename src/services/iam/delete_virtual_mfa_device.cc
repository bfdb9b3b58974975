// DeleteVirtualMFADevice removes a device that is assigned to nobody.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteVirtualMFADeviceOutput>> IamService::delete_virtual_mfa_device(
    const Call& call, api::iam::DeleteVirtualMFADeviceRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const MfaDevice device, require_device(transaction, call.account, request.serial_number));
    if (device.enabled_at)
      return fail(errors::delete_conflict_exception, "MFA VirtualDevice in use. Must deactivate first.");
    REQUIRE_OK(remove_all_tags(transaction, device.serial));
    return delete_device(transaction, device.serial);
  }));
  co_return api::iam::DeleteVirtualMFADeviceOutput{};
}

}  // namespace lightwell::iam
