// GetMFADevice tells of a device that is enabled for somebody.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetMFADevice.html

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetMFADeviceResponse>> IamService::get_mfa_device(const Call& call,
                                                                        api::iam::GetMFADeviceRequest& request) {
  api::iam::GetMFADeviceResponse response;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(const MfaDevice device, require_device(reader, call.account, request.serial_number));
    if (request.user_name) {
      TRY(const User user, require_user(reader, call.account, *request.user_name));
      REQUIRE_OK(require_device_of(reader, call.account, user.id, device.serial));
    }
    response.serial_number = device.serial;
    response.enable_date = device.enabled_at;
    if (!device.user_id) return {};
    TRY(const auto owner, find_user_by_id(reader, *device.user_id));
    if (owner) response.user_name = owner->name;
    return {};
  }));
  co_return response;
}

}  // namespace lightwell::iam
