// CreateUser makes a user: a name that faces of one person will be given to.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_CreateUser.html

#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/user_rules.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::CreateUserResponse>> RekognitionService::create_user(
    const Call& call, api::rekognition::CreateUserRequest& request) {
  const auto token = token_use("CreateUser", request.client_request_token, {request.user_id});
  const auto made = co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Collection collection, open_collection(transaction, call, request.collection_id));
    if (token) {
      TRY(const auto before, find_answer(transaction, collection.id, *token));
      if (before) return {};
      REQUIRE_OK(keep_answer(transaction, collection.id, *token, "", call.now));
    }
    REQUIRE_OK(insert_user(transaction, collection.id, request.user_id, call.now));
    TRY(const int64_t count, count_users(transaction, collection.id));
    if (count > options_.users_max) return fail(errors::service_quota_exceeded_exception);
    return {};
  });
  if (!made && made.error().kind == &store::errors::unique_violation) {
    co_return fail(errors::conflict_exception, "The user id: " + request.user_id + " already exists");
  }
  CO_CHECK(made);
  co_return api::rekognition::CreateUserResponse{};
}

}  // namespace lightwell::rekognition
