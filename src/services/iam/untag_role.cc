// UntagRole removes tags of a role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UntagRoleOutput>> IamService::untag_role(const Call& call, api::iam::UntagRoleRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Role role, require_role(transaction, call.account, request.role_name));
    REQUIRE_OK(remove_tags(transaction, role.id, request.tag_keys));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UntagRoleOutput{};
}

}  // namespace lightwell::iam
