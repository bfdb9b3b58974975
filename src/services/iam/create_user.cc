// CreateUser makes a user, who has no credentials and may do nothing yet.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html

#include "services/iam/iam.h"
#include "services/iam/name_rules.h"
#include "services/iam/policy_store.h"
#include "services/iam/tag_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateUserResponse>> IamService::create_user(const Call& call,
                                                                   api::iam::CreateUserRequest& request) {
  User user{.id = unique_id("AIDA", ids_),
            .account = call.account,
            .name = request.user_name,
            .path = request.path.value_or(kRootPath),
            .created_at = call.now,
            .permissions_boundary = request.permissions_boundary};
  const auto tags = request.tags.value_or(std::vector<api::iam::Tag>{});
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    if (user.permissions_boundary) REQUIRE_OK(check_boundary(transaction, user.account, *user.permissions_boundary));
    REQUIRE_OK(insert_user(transaction, user));
    REQUIRE_OK(put_tags(transaction, user.account, user.id, tags));
    TRY(const size_t count, count_users(transaction, user.account));
    if (count > options_.users_max) return fail(over_quota("UsersPerAccount", options_.users_max));
    return {};
  }));
  api::iam::CreateUserResponse response;
  response.user = shown(user);
  response.user->permissions_boundary = shown_boundary(user.permissions_boundary);
  if (!tags.empty()) response.user->tags = tags;
  co_return response;
}

}  // namespace lightwell::iam
