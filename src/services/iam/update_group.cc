// UpdateGroup gives a group another name or path.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html

#include "services/iam/group_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateGroupOutput>> IamService::update_group(const Call& call,
                                                                   api::iam::UpdateGroupRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(Group group, require_group(transaction, call.account, request.group_name));
    if (request.new_group_name) group.name = *request.new_group_name;
    if (request.new_path) group.path = *request.new_path;
    REQUIRE_OK(rename_group(transaction, group));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UpdateGroupOutput{};
}

}  // namespace lightwell::iam
