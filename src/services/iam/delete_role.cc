// DeleteRole removes a role that has no policies and is in no instance profile.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteRoleOutput>> IamService::delete_role(const Call& call,
                                                                 api::iam::DeleteRoleRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Role role, require_own_role(transaction, call.account, request.role_name));
    TRY(const auto profiles, instance_profiles_of(transaction, role.id, Paging{.max = 1}));
    if (!profiles.empty()) return fail(must_first("remove roles from instance profile"));
    REQUIRE_OK(check_without_policies(transaction, role.id));
    REQUIRE_OK(remove_all_tags(transaction, role.id));
    REQUIRE_OK(remove_last_use(transaction, role.id));
    REQUIRE_OK(iam::delete_role(transaction, role.id));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteRoleOutput{};
}

}  // namespace lightwell::iam
