// The rows of signing certificates.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

struct Certificate {
  std::string id;
  std::string account;
  std::optional<std::string> user_id = {};  // none: of the account's root
  std::string fingerprint;
  std::string body;
  bool is_active = true;
  Timestamp uploaded_at = {};
};

Result<void> insert_certificate(store::Transaction& transaction, const Certificate& certificate);
// NoSuchEntity.
Result<Certificate> require_certificate(store::Reader& reader, const std::string& account,
                                        const std::optional<std::string>& user_id, const std::string& id);
Result<void> set_certificate_active(store::Transaction& transaction, const std::string& id, bool is_active);
Result<void> delete_certificate(store::Transaction& transaction, const std::string& id);
// By age.
Result<std::vector<Certificate>> certificates_of(store::Reader& reader, const std::string& account,
                                                 const std::optional<std::string>& user_id);

}  // namespace lightwell::iam
