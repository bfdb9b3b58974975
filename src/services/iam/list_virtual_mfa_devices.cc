// ListVirtualMFADevices lists the account's devices, without their seeds.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

Assignment assignment(std::string_view status) {
  if (status == api::iam::values::assignment_status_type::assigned) return Assignment::assigned;
  if (status == api::iam::values::assignment_status_type::unassigned) return Assignment::unassigned;
  return Assignment::any;
}

}  // namespace

Task<Result<api::iam::ListVirtualMFADevicesResponse>> IamService::list_virtual_mfa_devices(
    const Call& call, api::iam::ListVirtualMFADevicesRequest& request) {
  const std::string which = request.assignment_status.value_or(api::iam::values::assignment_status_type::any);
  CO_TRY(const Paging page, paging("devices of " + call.account + ", " + which, request.marker, request.max_items));
  std::vector<std::optional<User>> users;
  CO_TRY(auto devices, co_await read([&](store::Reader& reader) -> Result<std::vector<MfaDevice>> {
           TRY(auto found, list_devices(reader, call.account, assignment(which), page));
           for (const MfaDevice& device : found) {
             auto& user = users.emplace_back();
             if (!device.user_id) continue;
             TRY(user, find_user_by_id(reader, *device.user_id));
           }
           return found;
         }));
  api::iam::ListVirtualMFADevicesResponse response;
  cut_page(devices, page, response, device_page_key);
  response.virtual_mfa_devices.emplace();
  for (size_t i = 0; i < devices.size(); ++i) {
    auto& one = response.virtual_mfa_devices->emplace_back();
    one.serial_number = devices[i].serial;
    one.enable_date = devices[i].enabled_at;
    if (users[i]) one.user = shown(*users[i]);
  }
  co_return response;
}

}  // namespace lightwell::iam
