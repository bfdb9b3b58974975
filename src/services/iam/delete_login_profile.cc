// DeleteLoginProfile takes a user's password away.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html

#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/login_profile_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteLoginProfileOutput>> IamService::delete_login_profile(
    const Call& call, api::iam::DeleteLoginProfileRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, user_meant(transaction, call, request.user_name));
    TRY(const LoginProfile profile, require_login_profile(transaction, user));
    return iam::delete_login_profile(transaction, profile.user_id);
  }));
  co_return api::iam::DeleteLoginProfileOutput{};
}

}  // namespace lightwell::iam
