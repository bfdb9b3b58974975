#include "services/iam/ssh_key_store.h"

#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

#define SSH_KEY_COLUMNS "id, user_id, fingerprint, body, is_active, uploaded_at"

SshKey ssh_key_of(const store::Row& row) {
  return {row.string(0), row.string(1), row.string(2), row.string(3), row.boolean(4), row.time(5)};
}

}  // namespace

Result<void> insert_ssh_key(store::Transaction& transaction, const SshKey& key) {
  const auto made =
      transaction.execute("INSERT INTO iam_ssh_keys (" SSH_KEY_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)",
                          {key.id, key.user_id, key.fingerprint, key.body, key.is_active, key.uploaded_at});
  if (made) return {};
  if (made.error().kind != &store::errors::unique_violation) return std::unexpected(made.error());
  return fail(errors::duplicate_ssh_public_key_exception,
              "The SSH public key is already associated with the IAM user.");
}

Result<SshKey> require_ssh_key(store::Reader& reader, const std::string& user_id, const std::string& id) {
  TRY(auto key, reader.first("SELECT " SSH_KEY_COLUMNS " FROM iam_ssh_keys WHERE id = $1 AND user_id = $2",
                             {id, user_id}, ssh_key_of));
  if (!key) return fail(no_such("SSH Public Key", "id", id));
  return *std::move(key);
}

Result<void> set_ssh_key_active(store::Transaction& transaction, const std::string& id, bool is_active) {
  REQUIRE_OK(transaction.execute("UPDATE iam_ssh_keys SET is_active = $2 WHERE id = $1", {id, is_active}));
  return {};
}

Result<void> delete_ssh_key(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_ssh_keys WHERE id = $1", {id}));
  return {};
}

Result<std::vector<SshKey>> ssh_keys_of(store::Reader& reader, const std::string& user_id) {
  return reader.all("SELECT " SSH_KEY_COLUMNS " FROM iam_ssh_keys WHERE user_id = $1 ORDER BY id", {user_id},
                    ssh_key_of);
}

}  // namespace lightwell::iam
