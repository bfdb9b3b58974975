#include "services/rekognition/user_store.h"

#include "services/rekognition/errors.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

User user_of(const store::Row& row) { return {row.integer(0), row.string(1), row.integer(2)}; }

}  // namespace

Result<std::optional<User>> find_user(store::Reader& reader, int64_t collection, const std::string& user_id) {
  return reader.first("SELECT id, user_id, face_count FROM rekognition_users WHERE collection = $1 AND user_id = $2",
                      {collection, user_id}, user_of);
}

Result<void> insert_user(store::Transaction& transaction, int64_t collection, const std::string& user_id,
                         Timestamp now) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO rekognition_users (collection, user_id, face_count, created_at) "
                          "VALUES ($1, $2, 0, $3)",
                          {collection, user_id, now}));
  return {};
}

Result<void> delete_user(store::Transaction& transaction, int64_t user) {
  REQUIRE_OK(transaction.execute("DELETE FROM rekognition_users WHERE id = $1", {user}));
  return {};
}

Result<int64_t> count_users(store::Reader& reader, int64_t collection) {
  TRY(const auto count, reader.first("SELECT count(*) FROM rekognition_users WHERE collection = $1", {collection},
                                     [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<std::vector<User>> list_users(store::Reader& reader, int64_t collection, int64_t behind, size_t max) {
  return reader.all(
      "SELECT id, user_id, face_count FROM rekognition_users WHERE collection = $1 AND id > $2 "
      "ORDER BY id LIMIT $3",
      {collection, behind, int64_t(max)}, user_of);
}

Result<void> set_owner(store::Transaction& transaction, int64_t collection, int64_t face,
                       std::optional<int64_t> owner) {
  REQUIRE_OK(transaction.execute("UPDATE rekognition_faces SET owner = $3 WHERE collection = $1 AND number = $2",
                                 {collection, face, owner}));
  return {};
}

Result<std::vector<FaceVector>> vectors_of_user(store::Reader& reader, int64_t collection, int64_t user) {
  return reader.all(
      "SELECT v.vector FROM rekognition_faces f JOIN rekognition_vectors v "
      "ON v.collection = f.collection AND v.number = f.number "
      "WHERE f.owner = $2 AND f.collection = $1 ORDER BY f.number",
      {collection, user}, [](const store::Row& row) { return unpack(row.blob(0)); });
}

Result<void> update_user(store::Transaction& transaction, int64_t user, size_t faces,
                         const std::optional<FaceVector>& vector) {
  const std::string packed = vector ? pack(*vector) : std::string();
  const store::Value stored = vector ? store::Value(as_bytes(packed)) : store::Value(nullptr);
  REQUIRE_OK(transaction.execute("UPDATE rekognition_users SET face_count = $2, vector = $3 WHERE id = $1",
                                 {user, faces, stored}));
  return {};
}

Result<std::optional<FaceVector>> vector_of_user(store::Reader& reader, int64_t user) {
  return reader.first("SELECT vector FROM rekognition_users WHERE id = $1 AND vector IS NOT NULL", {user},
                      [](const store::Row& row) { return unpack(row.blob(0)); });
}

Result<void> each_user(store::Reader& reader, int64_t collection,
                       const std::function<void(const User&, const FaceVector&)>& visit) {
  return reader.each(
      "SELECT id, user_id, face_count, vector FROM rekognition_users "
      "WHERE collection = $1 AND vector IS NOT NULL",
      {collection}, [&](const store::Row& row) {
        visit(user_of(row), unpack(row.blob(3)));
        return true;
      });
}

Result<std::optional<std::string>> find_answer(store::Reader& reader, int64_t collection, const TokenUse& use) {
  TRY(const auto found, reader.first("SELECT request, answer FROM rekognition_tokens "
                                     "WHERE collection = $1 AND operation = $2 AND token = $3",
                                     {collection, use.operation, use.token}, [](const store::Row& row) {
                                       return std::pair(std::string(as_text(row.blob(0))), row.string(1));
                                     }));
  if (!found) return std::nullopt;
  if (found->first != use.request) {
    return fail(errors::idempotent_parameter_mismatch_exception,
                "The ClientRequestToken: " + use.token + " you have supplied is already in use.");
  }
  return found->second;
}

Result<void> keep_answer(store::Transaction& transaction, int64_t collection, const TokenUse& use,
                         const std::string& answer, Timestamp now) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO rekognition_tokens (collection, operation, token, request, answer, "
                          "made_at) VALUES ($1, $2, $3, $4, $5, $6)",
                          {collection, use.operation, use.token, as_bytes(use.request), answer, now}));
  return {};
}

Result<void> forget_answers(store::Transaction& transaction, Timestamp before, size_t max) {
  REQUIRE_OK(
      transaction.execute("DELETE FROM rekognition_tokens WHERE (collection, operation, token) IN "
                          "(SELECT collection, operation, token FROM rekognition_tokens WHERE made_at < $1 "
                          "LIMIT $2)",
                          {before, int64_t(max)}));
  return {};
}

}  // namespace lightwell::rekognition
