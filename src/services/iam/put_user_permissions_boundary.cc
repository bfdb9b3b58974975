// PutUserPermissionsBoundary says which policy is the most a user may do.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html

#include "services/iam/entity.h"
#include "services/iam/iam.h"
#include "services/iam/policy_store.h"

namespace lightwell::iam {

Task<Result<api::iam::PutUserPermissionsBoundaryOutput>> IamService::put_user_permissions_boundary(
    const Call& call, api::iam::PutUserPermissionsBoundaryRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Entity user, require_entity(transaction, EntityKind::user, call.account, request.user_name));
    REQUIRE_OK(check_boundary(transaction, call.account, request.permissions_boundary));
    REQUIRE_OK(set_boundary(transaction, user, request.permissions_boundary));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::PutUserPermissionsBoundaryOutput{};
}

}  // namespace lightwell::iam
