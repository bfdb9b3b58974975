// The rows of owners, first-run tokens and sessions. Tokens are kept as their SHA-256.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "photos/owners/owners.h"
#include "store/sql/database.h"

namespace lightwell::photos {

std::string token_hash(std::string_view token);

struct Owner {
  std::string id;
  std::string name;
  std::string passphrase;  // $argon2id$...
};
Result<std::optional<Owner>> find_sole_owner(store::Reader& reader);
Result<std::optional<Owner>> find_owner(store::Reader& reader, const std::string& id);
Result<void> insert_owner(store::Transaction& transaction, const Owner& owner, Timestamp now);
Result<void> set_passphrase(store::Transaction& transaction, const std::string& owner, const std::string& passphrase);

Result<bool> has_setup_token(store::Reader& reader, const std::string& hash);
// The only one from now on.
Result<void> set_setup_token(store::Transaction& transaction, const std::string& hash, Timestamp now);
// Answers whether there was such a token; no other remains either.
Result<bool> use_setup_token(store::Transaction& transaction, const std::string& hash);

struct FoundSession {
  Session session;
  Owner owner;
};
Result<void> insert_session(store::Transaction& transaction, const std::string& owner, const Session& session,
                            const std::string& hash);
Result<std::optional<FoundSession>> find_session(store::Reader& reader, const std::string& hash);
Result<std::vector<Session>> sessions_of(store::Reader& reader, const std::string& owner);
Result<void> touch_session(store::Transaction& transaction, const std::string& id, Timestamp now);
Result<int64_t> delete_session(store::Transaction& transaction, const std::string& owner, const std::string& id);
Result<void> delete_session_of_token(store::Transaction& transaction, const std::string& hash);
Result<void> delete_sessions_of(store::Transaction& transaction, const std::string& owner);
Result<void> delete_sessions_before(store::Transaction& transaction, Timestamp last_seen, Timestamp created);

}  // namespace lightwell::photos
