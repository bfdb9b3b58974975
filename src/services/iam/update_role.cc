// UpdateRole changes how a role is described and how long its sessions may last. What is not given stays.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateRoleResponse>> IamService::update_role(const Call& call,
                                                                   api::iam::UpdateRoleRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Role role, require_own_role(transaction, call.account, request.role_name));
    if (request.description) REQUIRE_OK(set_description(transaction, role.id, request.description));
    if (request.max_session_duration) {
      REQUIRE_OK(set_session_seconds(transaction, role.id, *request.max_session_duration));
    }
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UpdateRoleResponse{};
}

}  // namespace lightwell::iam
