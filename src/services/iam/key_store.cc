#include "services/iam/key_store.h"

#include "base/text.h"
#include "services/iam/errors.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

#define KEY_COLUMNS "id, account, user_id, secret, is_active, created_at, changed_at"

AccessKey key_of(const store::Row& row) {
  return {.id = row.string(0),
          .account = row.string(1),
          .user_id = row.optional_string(2),
          .sealed_secret = std::string(as_text(row.blob(3))),
          .is_active = row.boolean(4),
          .created_at = row.time(5),
          .changed_at = row.time(6)};
}

// One statement serves users and root: a row of root's has no user.
constexpr std::string_view kOfUser = "SELECT " KEY_COLUMNS
                                     " FROM iam_access_keys WHERE account = $1 AND coalesce(user_id, '') = $2 "
                                     "ORDER BY created_at, id";

std::string owner_of(const std::optional<std::string>& user_id) { return user_id.value_or(""); }

}  // namespace

Result<void> insert_key(store::Transaction& transaction, const AccessKey& key) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO iam_access_keys (" KEY_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {key.id, key.account, key.user_id, as_bytes(key.sealed_secret), key.is_active, key.created_at, key.changed_at}));
  return {};
}

Result<std::optional<AccessKey>> find_key(store::Reader& reader, const std::string& id) {
  return reader.first("SELECT " KEY_COLUMNS " FROM iam_access_keys WHERE id = $1", {id}, key_of);
}

Result<AccessKey> require_key(store::Reader& reader, const std::string& account,
                              const std::optional<std::string>& user_id, const std::string& id) {
  TRY(auto key, find_key(reader, id));
  if (!key || key->account != account || key->user_id != user_id) return fail(no_such("Access Key", "id", id));
  return *std::move(key);
}

Result<void> set_key_active(store::Transaction& transaction, const std::string& id, bool is_active, Timestamp now) {
  REQUIRE_OK(transaction.execute(
      "UPDATE iam_access_keys SET is_active = $2, changed_at = $3 WHERE id = $1 AND is_active <> $2",
      {id, is_active, now}));
  return {};
}

Result<void> delete_key(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_access_keys WHERE id = $1", {id}));
  return {};
}

Result<std::vector<AccessKey>> keys_of(store::Reader& reader, const std::string& account,
                                       const std::optional<std::string>& user_id) {
  return reader.all(kOfUser, {account, owner_of(user_id)}, key_of);
}

Result<size_t> count_keys(store::Reader& reader, const std::string& account,
                          const std::optional<std::string>& user_id) {
  TRY(const auto keys, keys_of(reader, account, user_id));
  return keys.size();
}

Result<std::optional<KeyOwner>> find_key_owner(store::Reader& reader, const Seal& seal, const std::string& id) {
  TRY(const auto key, find_key(reader, id));
  if (!key || !key->is_active) return std::nullopt;
  auto secret = seal.open(key->sealed_secret, key->id);
  if (!secret) {
    return fail(error(lightwell::errors::internal_error).log("the secret of " + id + " does not open with this seal"));
  }
  KeyOwner owner{.access_key_id = id, .secret = *std::move(secret)};
  owner.principal = {.account = key->account,
                     .arn = "arn:aws:iam::" + key->account + ":root",
                     .access_key_id = id,
                     .kind = PrincipalKind::root,
                     .id = key->account};
  if (!key->user_id) return owner;
  TRY(const auto user, find_user_by_id(reader, *key->user_id));
  if (!user) return std::nullopt;
  owner.principal.arn = user->arn();
  owner.principal.kind = PrincipalKind::user;
  owner.principal.id = user->id;
  owner.principal.name = user->name;
  return owner;
}

}  // namespace lightwell::iam
