// TagUser adds tags to a user, or gives those there are new values.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html

#include "services/iam/iam.h"
#include "services/iam/tag_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::TagUserOutput>> IamService::tag_user(const Call& call, api::iam::TagUserRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    REQUIRE_OK(put_tags(transaction, user.account, user.id, request.tags));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::TagUserOutput{};
}

}  // namespace lightwell::iam
