// DeleteRolePermissionsBoundary lets a role do all that its policies allow.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html

#include "services/iam/entity.h"
#include "services/iam/iam.h"
#include "services/iam/policy_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteRolePermissionsBoundaryOutput>> IamService::delete_role_permissions_boundary(
    const Call& call, api::iam::DeleteRolePermissionsBoundaryRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity role, require_entity(transaction, EntityKind::role, call.account, request.role_name));
    REQUIRE_OK(check_modifiable(role));
    if (!role.boundary) {
      return fail(errors::no_such_entity_exception,
                  "The role with name " + request.role_name + " has no permissions boundary.");
    }
    REQUIRE_OK(set_boundary(transaction, role, std::nullopt));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteRolePermissionsBoundaryOutput{};
}

}  // namespace lightwell::iam
