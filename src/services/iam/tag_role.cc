// TagRole adds tags to a role, or gives those it has other values.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::TagRoleOutput>> IamService::tag_role(const Call& call, api::iam::TagRoleRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Role role, require_role(transaction, call.account, request.role_name));
    REQUIRE_OK(put_tags(transaction, call.account, role.id, request.tags));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::TagRoleOutput{};
}

}  // namespace lightwell::iam
