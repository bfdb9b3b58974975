// The rows of access keys. Secrets are sealed, bound to the key's id.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/seal.h"
#include "services/iam/key_owner.h"
#include "services/iam/listing_rules.h"
#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

struct AccessKey {
  std::string id;
  std::string account;
  std::optional<std::string> user_id;  // none: of the account's root
  std::string sealed_secret;
  bool is_active = true;
  Timestamp created_at;
  Timestamp changed_at;
};

Result<void> insert_key(store::Transaction& transaction, const AccessKey& key);
Result<std::optional<AccessKey>> find_key(store::Reader& reader, const std::string& id);
// Of the user, or of the account's root where there is no user. NoSuchEntity.
Result<AccessKey> require_key(store::Reader& reader, const std::string& account,
                              const std::optional<std::string>& user_id, const std::string& id);
Result<void> set_key_active(store::Transaction& transaction, const std::string& id, bool is_active, Timestamp now);
Result<void> delete_key(store::Transaction& transaction, const std::string& id);
Result<size_t> count_keys(store::Reader& reader, const std::string& account, const std::optional<std::string>& user_id);
// In the order they were made.
Result<std::vector<AccessKey>> keys_of(store::Reader& reader, const std::string& account,
                                       const std::optional<std::string>& user_id);
// Nothing for an inactive key.
Result<std::optional<KeyOwner>> find_key_owner(store::Reader& reader, const Seal& seal, const std::string& id);

}  // namespace lightwell::iam
