// CreateVirtualMFADevice makes the seed of an authenticator application. The seed is shown here and never again.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html

#include <fmt/format.h>

#include <span>

#include "services/iam/account_store.h"
#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/name_rules.h"
#include "services/iam/qr_code.h"
#include "services/iam/tag_store.h"
#include "services/iam/totp_rules.h"

namespace lightwell::iam {
namespace {

constexpr size_t kSeedBytes = 40;  // 64 characters of base 32
constexpr size_t kSerialMax = 256;

}  // namespace

Task<Result<api::iam::CreateVirtualMFADeviceResponse>> IamService::create_virtual_mfa_device(
    const Call& call, api::iam::CreateVirtualMFADeviceRequest& request) {
  std::string seed(kSeedBytes, '\0');
  ids_.fill(std::as_writable_bytes(std::span(seed)));
  MfaDevice device{.serial = fmt::format("arn:aws:iam::{}:mfa{}{}", call.account, request.path.value_or(kRootPath),
                                         request.virtual_mfa_device_name),
                   .account = call.account,
                   .created_at = call.now};
  if (device.serial.size() > kSerialMax) {
    co_return fail(errors::validation_error, "The serial number of the device would be longer than 256 characters.");
  }
  device.sealed_seed = seal_.close(seed, device.serial);
  const auto tags = request.tags.value_or(std::vector<api::iam::Tag>{});
  std::optional<std::string> alias;
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(insert_device(transaction, device));
    REQUIRE_OK(put_tags(transaction, device.account, device.serial, tags));
    TRY(const DeviceCounts counts, count_devices(transaction, device.account));
    if (counts.all > options_.devices_max) return fail(over_quota("MFADevicesPerAccount", options_.devices_max));
    TRY(alias, find_alias(transaction, device.account));
    return {};
  }));
  const std::string readable = to_base32(seed);
  CO_TRY(std::string picture,
         qr_code_png(otpauth_uri(request.virtual_mfa_device_name, alias.value_or(call.account), readable)));
  api::iam::CreateVirtualMFADeviceResponse response;
  auto& made = response.virtual_mfa_device.emplace();
  made.serial_number = device.serial;
  made.base32_string_seed = readable;
  made.qr_code_png = std::move(picture);
  if (!tags.empty()) made.tags = tags;
  co_return response;
}

}  // namespace lightwell::iam
