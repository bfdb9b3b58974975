// The rows of users, and what was answered to their ClientRequestTokens.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "services/rekognition/collection.h"
#include "store/sql/database.h"

namespace lightwell::rekognition {

Result<std::optional<User>> find_user(store::Reader& reader, int64_t collection, const std::string& user_id);
// A user id that is taken: store::errors::unique_violation.
Result<void> insert_user(store::Transaction& transaction, int64_t collection, const std::string& user_id,
                         Timestamp now);
// Its faces stay and belong to nobody.
Result<void> delete_user(store::Transaction& transaction, int64_t user);
Result<int64_t> count_users(store::Reader& reader, int64_t collection);
// By age, those behind the row `behind`.
Result<std::vector<User>> list_users(store::Reader& reader, int64_t collection, int64_t behind, size_t max);

Result<void> set_owner(store::Transaction& transaction, int64_t collection, int64_t face, std::optional<int64_t> owner);
// The vectors of a user's faces, in the order they were indexed.
Result<std::vector<FaceVector>> vectors_of_user(store::Reader& reader, int64_t collection, int64_t user);
// What the user's faces are now.
Result<void> update_user(store::Transaction& transaction, int64_t user, size_t faces,
                         const std::optional<FaceVector>& vector);
Result<std::optional<FaceVector>> vector_of_user(store::Reader& reader, int64_t user);
// Users with faces, each with its vector.
Result<void> each_user(store::Reader& reader, int64_t collection,
                       const std::function<void(const User&, const FaceVector&)>& visit);

// An operation that was asked for with a token, and what it was asked.
struct TokenUse {
  std::string operation;
  std::string token;
  std::string request;  // SHA-256 of the other parameters
};
// The answer to an earlier use of the token. IdempotentParameterMismatchException when it asked for something else.
Result<std::optional<std::string>> find_answer(store::Reader& reader, int64_t collection, const TokenUse& use);
Result<void> keep_answer(store::Transaction& transaction, int64_t collection, const TokenUse& use,
                         const std::string& answer, Timestamp now);
Result<void> forget_answers(store::Transaction& transaction, Timestamp before, size_t max);

}  // namespace lightwell::rekognition
