// UpdateUser gives a user another name or path. The unique id stays, and with it all that belongs to the user.
//
// Who asks needs leave for the old name and for the new one.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html

#include "services/iam/iam.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

Result<User> renamed(store::Reader& reader, const Call& call, const api::iam::UpdateUserRequest& request) {
  TRY(User user, require_user(reader, call.account, request.user_name));
  if (request.new_user_name) user.name = *request.new_user_name;
  if (request.new_path) user.path = *request.new_path;
  return user;
}

}  // namespace

Task<Result<api::iam::UpdateUserOutput>> IamService::update_user(const Call& call,
                                                                 api::iam::UpdateUserRequest& request) {
  CO_TRY(const User wanted, co_await read([&](store::Reader& reader) { return renamed(reader, call, request); }));
  CO_CHECK(co_await may_become(call, "iam:UpdateUser", wanted.arn()));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, renamed(transaction, call, request));
    if (user.arn() != wanted.arn()) return fail(changed_meanwhile());
    REQUIRE_OK(rename_user(transaction, user));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UpdateUserOutput{};
}

}  // namespace lightwell::iam
