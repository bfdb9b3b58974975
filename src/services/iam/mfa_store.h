// The rows of devices that make codes. Their seeds are sealed, bound to the serial number.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/listing_rules.h"
#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

struct MfaDevice {
  std::string serial;  // arn:aws:iam::ACCOUNT:mfa/...
  std::string account;
  std::string sealed_seed;
  std::optional<std::string> user_id = {};
  std::optional<Timestamp> enabled_at = {};  // none: assigned to nobody
  int64_t last_step = 0;                     // codes of this step and before are used up
  int64_t drift = 0;                         // steps the device is ahead of the clock
  Timestamp created_at = {};
};

enum class Assignment { any, assigned, unassigned };

// EntityAlreadyExists.
Result<void> insert_device(store::Transaction& transaction, const MfaDevice& device);
Result<std::optional<MfaDevice>> find_device(store::Reader& reader, const std::string& account,
                                             const std::string& serial);
// NoSuchEntity.
Result<MfaDevice> require_device(store::Reader& reader, const std::string& account, const std::string& serial);
// The same of a device that is this user's. NoSuchEntity.
Result<MfaDevice> require_device_of(store::Reader& reader, const std::string& account,
                                    const std::optional<std::string>& user_id, const std::string& serial);
// Whose it is and which codes are used up.
Result<void> update_device(store::Transaction& transaction, const MfaDevice& device);
Result<void> delete_device(store::Transaction& transaction, const std::string& serial);
Result<std::vector<MfaDevice>> list_devices(store::Reader& reader, const std::string& account, Assignment which,
                                            const Paging& paging);
// Those that are enabled for the user, or for the account's root.
Result<std::vector<MfaDevice>> devices_of(store::Reader& reader, const std::string& account,
                                          const std::optional<std::string>& user_id);
struct DeviceCounts {
  size_t all = 0;
  size_t in_use = 0;
};
Result<DeviceCounts> count_devices(store::Reader& reader, const std::string& account);
// What Paging::after is compared with.
std::string device_page_key(const MfaDevice& device);

}  // namespace lightwell::iam
