// CreateLoginProfile gives a user a password.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html

#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/login_profile_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateLoginProfileResponse>> IamService::create_login_profile(
    const Call& call, api::iam::CreateLoginProfileRequest& request) {
  CO_TRY(const User user, co_await read([&](store::Reader& reader) -> Result<User> {
           TRY(User found, user_meant(reader, call, request.user_name));
           TRY(const auto profile, find_login_profile(reader, found.id));
           if (profile) return fail(profile_exists(found.name));
           return found;
         }));
  if (!request.password) co_return fail(errors::validation_error, "Must specify a password.");
  LoginProfile profile{.user_id = user.id,
                       .is_reset_required = request.password_reset_required.value_or(false),
                       .created_at = call.now,
                       .changed_at = call.now};
  CO_TRY(profile.password, co_await new_password(call.account, user.id, *request.password));
  const auto made = co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const auto still, find_user_by_id(transaction, user.id));
    if (!still) return fail(no_such("user", "name", user.name));
    return insert_login_profile(transaction, profile);
  });
  if (!made && made.error().kind == &store::errors::unique_violation) co_return fail(profile_exists(user.name));
  CO_CHECK(made);
  api::iam::CreateLoginProfileResponse response;
  response.login_profile = shown(profile, user.name);
  co_return response;
}

}  // namespace lightwell::iam
