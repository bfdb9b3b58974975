// GetLoginProfile tells whether a user has a password, and since when.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html

#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/login_profile_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetLoginProfileResponse>> IamService::get_login_profile(
    const Call& call, api::iam::GetLoginProfileRequest& request) {
  api::iam::GetLoginProfileResponse response;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(const User user, user_meant(reader, call, request.user_name));
    TRY(const LoginProfile profile, require_login_profile(reader, user));
    response.login_profile = shown(profile, user.name);
    return {};
  }));
  co_return response;
}

}  // namespace lightwell::iam
