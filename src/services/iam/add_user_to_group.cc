// AddUserToGroup puts a user into a group. Twice is once.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html

#include "services/iam/group_store.h"
#include "services/iam/iam.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::AddUserToGroupOutput>> IamService::add_user_to_group(const Call& call,
                                                                           api::iam::AddUserToGroupRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Group group, require_group(transaction, call.account, request.group_name));
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    REQUIRE_OK(join_group(transaction, user.id, group.id, call.now));
    TRY(const size_t count, count_groups_of(transaction, user.id));
    if (count > options_.groups_of_user_max) return fail(over_quota("GroupsPerUser", options_.groups_of_user_max));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::AddUserToGroupOutput{};
}

}  // namespace lightwell::iam
