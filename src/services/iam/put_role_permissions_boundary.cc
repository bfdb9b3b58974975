// PutRolePermissionsBoundary says which policy is the most a role may do.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html

#include "services/iam/entity.h"
#include "services/iam/iam.h"
#include "services/iam/policy_store.h"

namespace lightwell::iam {

Task<Result<api::iam::PutRolePermissionsBoundaryOutput>> IamService::put_role_permissions_boundary(
    const Call& call, api::iam::PutRolePermissionsBoundaryRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity role, require_entity(transaction, EntityKind::role, call.account, request.role_name));
    REQUIRE_OK(check_modifiable(role));
    REQUIRE_OK(check_boundary(transaction, call.account, request.permissions_boundary));
    REQUIRE_OK(set_boundary(transaction, role, request.permissions_boundary));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::PutRolePermissionsBoundaryOutput{};
}

}  // namespace lightwell::iam
