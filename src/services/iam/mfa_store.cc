#include "services/iam/mfa_store.h"

#include <fmt/format.h>

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

#define DEVICE_COLUMNS "serial, account, seed, user_id, enabled_at, last_step, drift, created_at"

MfaDevice device_of(const store::Row& row) {
  MfaDevice device{.serial = row.string(0),
                   .account = row.string(1),
                   .sealed_seed = std::string(as_text(row.blob(2))),
                   .user_id = row.optional_string(3),
                   .last_step = row.integer(5),
                   .drift = row.integer(6),
                   .created_at = row.time(7)};
  if (!row.is_null(4)) device.enabled_at = row.time(4);
  return device;
}

Error no_such_device(const std::string& serial) {
  return error(errors::no_such_entity_exception,
               fmt::format("VirtualMFADevice with serial number {} does not exist.", serial));
}

}  // namespace

Result<void> insert_device(store::Transaction& transaction, const MfaDevice& device) {
  const auto made = transaction.execute(
      "INSERT INTO iam_mfa_devices (serial, account, serial_lower, seed, user_id, enabled_at, last_step, drift, "
      "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {device.serial, device.account, to_lower(device.serial), as_bytes(device.sealed_seed), device.user_id,
       device.enabled_at, device.last_step, device.drift, device.created_at});
  if (made) return {};
  if (made.error().kind != &store::errors::unique_violation) return std::unexpected(made.error());
  return fail(errors::entity_already_exists_exception, "MFADevice entity at the same path and name already exists.");
}

Result<std::optional<MfaDevice>> find_device(store::Reader& reader, const std::string& account,
                                             const std::string& serial) {
  return reader.first("SELECT " DEVICE_COLUMNS " FROM iam_mfa_devices WHERE account = $1 AND serial = $2",
                      {account, serial}, device_of);
}

Result<MfaDevice> require_device(store::Reader& reader, const std::string& account, const std::string& serial) {
  TRY(auto device, find_device(reader, account, serial));
  if (!device) return fail(no_such_device(serial));
  return *std::move(device);
}

Result<MfaDevice> require_device_of(store::Reader& reader, const std::string& account,
                                    const std::optional<std::string>& user_id, const std::string& serial) {
  TRY(auto device, require_device(reader, account, serial));
  if (device.enabled_at && device.user_id == user_id) return device;
  return fail(errors::no_such_entity_exception, "MFA Device invalid for user.");
}

Result<void> update_device(store::Transaction& transaction, const MfaDevice& device) {
  REQUIRE_OK(
      transaction.execute("UPDATE iam_mfa_devices SET user_id = $2, enabled_at = $3, last_step = $4, drift = $5 "
                          "WHERE serial = $1",
                          {device.serial, device.user_id, device.enabled_at, device.last_step, device.drift}));
  return {};
}

Result<void> delete_device(store::Transaction& transaction, const std::string& serial) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_mfa_devices WHERE serial = $1", {serial}));
  return {};
}

Result<std::vector<MfaDevice>> list_devices(store::Reader& reader, const std::string& account, Assignment which,
                                            const Paging& paging) {
  return reader.all("SELECT " DEVICE_COLUMNS
                    " FROM iam_mfa_devices WHERE account = $1 AND serial_lower > $2 "
                    "AND ($3 = 0 OR ($3 = 1) = (enabled_at IS NOT NULL)) ORDER BY serial_lower LIMIT $4",
                    {account, paging.after, int(which), paging.limit()}, device_of);
}

Result<std::vector<MfaDevice>> devices_of(store::Reader& reader, const std::string& account,
                                          const std::optional<std::string>& user_id) {
  if (!user_id) {
    return reader.all("SELECT " DEVICE_COLUMNS
                      " FROM iam_mfa_devices WHERE account = $1 AND enabled_at IS NOT NULL AND user_id IS NULL "
                      "ORDER BY serial_lower",
                      {account}, device_of);
  }
  return reader.all("SELECT " DEVICE_COLUMNS " FROM iam_mfa_devices WHERE user_id = $1 ORDER BY serial_lower",
                    {*user_id}, device_of);
}

Result<DeviceCounts> count_devices(store::Reader& reader, const std::string& account) {
  TRY(const auto counts,
      reader.first("SELECT count(*), count(enabled_at) FROM iam_mfa_devices WHERE account = $1", {account},
                   [](const store::Row& row) { return DeviceCounts{size_t(row.integer(0)), size_t(row.integer(1))}; }));
  return counts.value_or(DeviceCounts{});
}

std::string device_page_key(const MfaDevice& device) { return to_lower(device.serial); }

}  // namespace lightwell::iam
