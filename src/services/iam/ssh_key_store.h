// The rows of SSH public keys.

#pragma once

#include <string>
#include <vector>

#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

struct SshKey {
  std::string id;  // APKA...
  std::string user_id;
  std::string fingerprint;
  std::string body;  // ssh-rsa AAAA...
  bool is_active = true;
  Timestamp uploaded_at = {};
};

// DuplicateSSHPublicKey.
Result<void> insert_ssh_key(store::Transaction& transaction, const SshKey& key);
// NoSuchEntity.
Result<SshKey> require_ssh_key(store::Reader& reader, const std::string& user_id, const std::string& id);
Result<void> set_ssh_key_active(store::Transaction& transaction, const std::string& id, bool is_active);
Result<void> delete_ssh_key(store::Transaction& transaction, const std::string& id);
// By their ids.
Result<std::vector<SshKey>> ssh_keys_of(store::Reader& reader, const std::string& user_id);

}  // namespace lightwell::iam
