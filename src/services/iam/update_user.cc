// UpdateUser gives a user another name or path. The unique id stays, and with it all that belongs to the user.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html

#include "services/iam/iam.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateUserOutput>> IamService::update_user(const Call& call,
                                                                 api::iam::UpdateUserRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(User user, require_user(transaction, call.account, request.user_name));
    if (request.new_user_name) user.name = *request.new_user_name;
    if (request.new_path) user.path = *request.new_path;
    REQUIRE_OK(rename_user(transaction, user));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UpdateUserOutput{};
}

}  // namespace lightwell::iam
