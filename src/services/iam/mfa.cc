// What the operations on devices share, and the check of a code that other services ask for.

#include "services/iam/iam.h"
#include "services/iam/mfa_store.h"
#include "services/iam/totp_rules.h"

namespace lightwell::iam {
namespace {

Result<std::string> seed_of(const Seal& seal, const MfaDevice& device) {
  auto seed = seal.open(device.sealed_seed, device.serial);
  if (seed) return *std::move(seed);
  return fail(
      error(lightwell::errors::internal_error).log("the seed of " + device.serial + " does not open with this seal"));
}

}  // namespace

Result<void> IamService::synchronise(MfaDevice& device, std::string_view first, std::string_view second,
                                     Timestamp now) const {
  TRY(const std::string seed, seed_of(seal_, device));
  const auto step = find_pair(seed, first, second, totp_step(now), device.last_step);
  if (!step) {
    return fail(errors::invalid_authentication_code_exception, "Authentication code for device is not valid.");
  }
  device.last_step = *step + 1;
  device.drift = *step + 1 - totp_step(now);
  return {};
}

Task<Result<bool>> IamService::check_mfa(std::string account, std::optional<std::string> user_id, std::string serial,
                                         std::string code, Timestamp now) {
  co_return co_await write([&](store::Transaction& transaction) -> Result<bool> {
    TRY(auto device, find_device(transaction, account, serial));
    if (!device || !device->enabled_at || device->user_id != user_id) {
      return fail(
          errors::access_denied,
          "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number "
          "is valid and associated with this user.");
    }
    TRY(const std::string seed, seed_of(seal_, *device));
    const int64_t clock = totp_step(now);
    const auto step = find_code(seed, code, clock + device->drift, device->last_step);
    if (!step) return false;
    device->last_step = *step;
    REQUIRE_OK(update_device(transaction, *device));
    return true;
  });
}

}  // namespace lightwell::iam
