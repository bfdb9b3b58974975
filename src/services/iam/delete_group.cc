// DeleteGroup removes a group that has nobody in it and no policies.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html

#include "services/iam/attachment_store.h"
#include "services/iam/group_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteGroupOutput>> IamService::delete_group(const Call& call,
                                                                   api::iam::DeleteGroupRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Group group, require_group(transaction, call.account, request.group_name));
    TRY(const size_t members, count_members_of(transaction, group.id));
    if (members > 0) return fail(must_first("remove users from group"));
    REQUIRE_OK(check_without_policies(transaction, group.id));
    REQUIRE_OK(iam::delete_group(transaction, group.id));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteGroupOutput{};
}

}  // namespace lightwell::iam
