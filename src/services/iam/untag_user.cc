// UntagUser takes tags from a user.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html

#include "services/iam/iam.h"
#include "services/iam/tag_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UntagUserOutput>> IamService::untag_user(const Call& call, api::iam::UntagUserRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    REQUIRE_OK(remove_tags(transaction, user.id, request.tag_keys));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UntagUserOutput{};
}

}  // namespace lightwell::iam
