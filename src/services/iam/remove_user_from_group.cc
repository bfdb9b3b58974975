// RemoveUserFromGroup takes a user out of a group.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html

#include <fmt/format.h>

#include "services/iam/group_store.h"
#include "services/iam/iam.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

Error not_a_member(const User& user, const Group& group) {
  return error(errors::no_such_entity_exception,
               fmt::format("User {} is not a member of group {}.", user.name, group.name));
}

}  // namespace

Task<Result<api::iam::RemoveUserFromGroupOutput>> IamService::remove_user_from_group(
    const Call& call, api::iam::RemoveUserFromGroupRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Group group, require_group(transaction, call.account, request.group_name));
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    TRY(const bool was_in, leave_group(transaction, user.id, group.id));
    if (!was_in) return fail(not_a_member(user, group));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::RemoveUserFromGroupOutput{};
}

}  // namespace lightwell::iam
