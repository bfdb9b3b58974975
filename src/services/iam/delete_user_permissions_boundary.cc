// DeleteUserPermissionsBoundary lets a user do all that its policies allow.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html

#include "services/iam/entity.h"
#include "services/iam/iam.h"
#include "services/iam/policy_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteUserPermissionsBoundaryOutput>> IamService::delete_user_permissions_boundary(
    const Call& call, api::iam::DeleteUserPermissionsBoundaryRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity user, require_entity(transaction, EntityKind::user, call.account, request.user_name));
    if (!user.boundary) {
      return fail(errors::no_such_entity_exception,
                  "The user with name " + request.user_name + " has no permissions boundary.");
    }
    REQUIRE_OK(set_boundary(transaction, user, std::nullopt));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteUserPermissionsBoundaryOutput{};
}

}  // namespace lightwell::iam
