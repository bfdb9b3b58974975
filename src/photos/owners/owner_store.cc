#include "photos/owners/owner_store.h"

#include "base/digest.h"

namespace lightwell::photos {
namespace {

Owner owner_from(const store::Row& row) {
  return {.id = row.string(0), .name = row.string(1), .passphrase = row.string(2)};
}

Session session_from(const store::Row& row) {
  return {.id = row.string(0),
          .created_at = row.time(1),
          .last_seen_at = row.time(2),
          .user_agent = row.string(3),
          .address = row.string(4)};
}

Result<void> done(Result<int64_t> changed) {
  REQUIRE_OK(changed);
  return {};
}

}  // namespace

std::string token_hash(std::string_view token) { return sha256_hex(token); }

Result<std::optional<Owner>> find_sole_owner(store::Reader& reader) {
  return reader.first("SELECT id, name, passphrase FROM owners ORDER BY created_at LIMIT 1", {}, owner_from);
}

Result<std::optional<Owner>> find_owner(store::Reader& reader, const std::string& id) {
  return reader.first("SELECT id, name, passphrase FROM owners WHERE id = $1", {id}, owner_from);
}

Result<void> insert_owner(store::Transaction& transaction, const Owner& owner, Timestamp now) {
  return done(transaction.execute("INSERT INTO owners (id, name, passphrase, created_at) VALUES ($1, $2, $3, $4)",
                                  {owner.id, owner.name, owner.passphrase, now}));
}

Result<void> set_passphrase(store::Transaction& transaction, const std::string& owner, const std::string& passphrase) {
  return done(transaction.execute("UPDATE owners SET passphrase = $2 WHERE id = $1", {owner, passphrase}));
}

Result<bool> has_setup_token(store::Reader& reader, const std::string& hash) {
  TRY(const auto found,
      reader.first("SELECT 1 FROM setup_tokens WHERE token_hash = $1", {hash}, [](const store::Row&) { return true; }));
  return found.has_value();
}

Result<void> set_setup_token(store::Transaction& transaction, const std::string& hash, Timestamp now) {
  REQUIRE_OK(transaction.execute("DELETE FROM setup_tokens"));
  return done(transaction.execute("INSERT INTO setup_tokens (token_hash, created_at) VALUES ($1, $2)", {hash, now}));
}

Result<bool> use_setup_token(store::Transaction& transaction, const std::string& hash) {
  TRY(const int64_t used, transaction.execute("DELETE FROM setup_tokens WHERE token_hash = $1", {hash}));
  if (used == 0) return false;
  REQUIRE_OK(transaction.execute("DELETE FROM setup_tokens"));
  return true;
}

Result<void> insert_session(store::Transaction& transaction, const std::string& owner, const Session& session,
                            const std::string& hash) {
  return done(transaction.execute(
      "INSERT INTO sessions (id, owner, token_hash, created_at, last_seen_at, user_agent, address)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {session.id, owner, hash, session.created_at, session.last_seen_at, session.user_agent, session.address}));
}

Result<std::optional<FoundSession>> find_session(store::Reader& reader, const std::string& hash) {
  return reader.first(
      "SELECT sessions.id, sessions.created_at, last_seen_at, user_agent, address, owners.id, owners.name"
      " FROM sessions JOIN owners ON owners.id = sessions.owner WHERE token_hash = $1",
      {hash}, [](const store::Row& row) {
        return FoundSession{.session = session_from(row), .owner = {.id = row.string(5), .name = row.string(6)}};
      });
}

Result<std::vector<Session>> sessions_of(store::Reader& reader, const std::string& owner) {
  return reader.all(
      "SELECT id, created_at, last_seen_at, user_agent, address FROM sessions WHERE owner = $1"
      " ORDER BY last_seen_at DESC LIMIT 1000",
      {owner}, session_from);
}

Result<void> touch_session(store::Transaction& transaction, const std::string& id, Timestamp now) {
  return done(transaction.execute("UPDATE sessions SET last_seen_at = $2 WHERE id = $1", {id, now}));
}

Result<int64_t> delete_session(store::Transaction& transaction, const std::string& owner, const std::string& id) {
  return transaction.execute("DELETE FROM sessions WHERE owner = $1 AND id = $2", {owner, id});
}

Result<void> delete_session_of_token(store::Transaction& transaction, const std::string& hash) {
  return done(transaction.execute("DELETE FROM sessions WHERE token_hash = $1", {hash}));
}

Result<void> delete_sessions_of(store::Transaction& transaction, const std::string& owner) {
  return done(transaction.execute("DELETE FROM sessions WHERE owner = $1", {owner}));
}

Result<void> delete_sessions_before(store::Transaction& transaction, Timestamp last_seen, Timestamp created) {
  return done(
      transaction.execute("DELETE FROM sessions WHERE last_seen_at <= $1 OR created_at <= $2", {last_seen, created}));
}

}  // namespace lightwell::photos
