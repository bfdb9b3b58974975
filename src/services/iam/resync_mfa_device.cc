// ResyncMFADevice learns from two codes how far a device's clock is off.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ResyncMFADeviceOutput>> IamService::resync_mfa_device(const Call& call,
                                                                            api::iam::ResyncMFADeviceRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    TRY(MfaDevice device, require_device_of(transaction, call.account, user.id, request.serial_number));
    REQUIRE_OK(synchronise(device, request.authentication_code1, request.authentication_code2, call.now));
    return update_device(transaction, device);
  }));
  co_return api::iam::ResyncMFADeviceOutput{};
}

}  // namespace lightwell::iam
