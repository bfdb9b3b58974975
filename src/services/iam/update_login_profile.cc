// UpdateLoginProfile gives a user another password, or asks for a change at the next sign-in.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html

#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/login_profile_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateLoginProfileOutput>> IamService::update_login_profile(
    const Call& call, api::iam::UpdateLoginProfileRequest& request) {
  LoginProfile profile;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(const User user, user_meant(reader, call, request.user_name));
    TRY(profile, require_login_profile(reader, user));
    return {};
  }));
  std::optional<std::string> password;
  if (request.password) {
    CO_TRY(password, co_await new_password(call.account, profile.user_id, *request.password));
  }
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    if (password) REQUIRE_OK(iam::change_password(transaction, profile.user_id, *password, call.now));
    if (!request.password_reset_required) return {};
    return set_reset_required(transaction, profile.user_id, *request.password_reset_required);
  }));
  co_return api::iam::UpdateLoginProfileOutput{};
}

}  // namespace lightwell::iam
