// UpdateRoleDescription changes how a role is described.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateRoleDescriptionResponse>> IamService::update_role_description(
    const Call& call, api::iam::UpdateRoleDescriptionRequest& request) {
  api::iam::UpdateRoleDescriptionResponse response;
  CO_TRY(response.role, co_await write([&](store::Transaction& transaction) -> Result<api::iam::Role> {
           TRY(const Role role, require_own_role(transaction, call.account, request.role_name));
           REQUIRE_OK(set_description(transaction, role.id, request.description));
           api::iam::Role out = shown(role);
           out.description = request.description;
           return out;
         }));
  co_return response;
}

}  // namespace lightwell::iam
