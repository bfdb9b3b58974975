// EnableMFADevice gives a device to a user, who shows two codes that follow each other.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::EnableMFADeviceOutput>> IamService::enable_mfa_device(const Call& call,
                                                                            api::iam::EnableMFADeviceRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    TRY(MfaDevice device, require_device(transaction, call.account, request.serial_number));
    if (device.enabled_at) {
      return fail(errors::entity_already_exists_exception, "MFA Device is already in use.");
    }
    REQUIRE_OK(synchronise(device, request.authentication_code1, request.authentication_code2, call.now));
    device.user_id = user.id;
    device.enabled_at = call.now;
    REQUIRE_OK(update_device(transaction, device));
    TRY(const auto devices, devices_of(transaction, call.account, user.id));
    if (devices.size() > options_.devices_of_user_max) {
      return fail(over_quota("MFADevicesPerUser", options_.devices_of_user_max));
    }
    return {};
  }));
  co_return api::iam::EnableMFADeviceOutput{};
}

}  // namespace lightwell::iam
