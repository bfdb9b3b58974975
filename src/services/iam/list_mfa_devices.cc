// ListMFADevices lists the devices that are enabled for a user, or for the caller.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html

#include "base/text.h"
#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListMFADevicesResponse>> IamService::list_mfa_devices(const Call& call,
                                                                            api::iam::ListMFADevicesRequest& request) {
  CO_TRY(const Paging page, paging("devices of " + call.account + "/" + to_lower(request.user_name.value_or("")),
                                   request.marker, request.max_items));
  Subject subject;
  CO_TRY(auto devices, co_await read([&](store::Reader& reader) -> Result<std::vector<MfaDevice>> {
           TRY(subject, subject_of(reader, call, request.user_name));
           return devices_of(reader, call.account, subject.user_id());
         }));
  std::erase_if(devices, [&](const MfaDevice& device) { return device_page_key(device) <= page.after; });
  api::iam::ListMFADevicesResponse response;
  cut_page(devices, page, response, device_page_key);
  response.mfa_devices.emplace();
  for (const MfaDevice& device : devices) {
    auto& one = response.mfa_devices->emplace_back();
    one.user_name = subject.user ? subject.user->name : call.account;
    one.serial_number = device.serial;
    one.enable_date = device.enabled_at;
  }
  co_return response;
}

}  // namespace lightwell::iam
