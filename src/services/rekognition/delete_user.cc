// DeleteUser removes a user; the faces stay in the collection and belong to nobody.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DeleteUser.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/user_rules.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::DeleteUserResponse>> RekognitionService::delete_user(
    const Call& call, api::rekognition::DeleteUserRequest& request) {
  const auto token = token_use("DeleteUser", request.client_request_token, {request.user_id});
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Collection collection, open_collection(transaction, call, request.collection_id));
    if (token) {
      TRY(const auto before, find_answer(transaction, collection.id, *token));
      if (before) return {};
      REQUIRE_OK(keep_answer(transaction, collection.id, *token, "", call.now));
    }
    TRY(const auto user, find_user(transaction, collection.id, request.user_id));
    if (!user) return fail(no_such_user());
    return rekognition::delete_user(transaction, user->id);
  }));
  co_return api::rekognition::DeleteUserResponse{};
}

}  // namespace lightwell::rekognition
