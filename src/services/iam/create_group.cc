// CreateGroup makes a group, with nobody in it.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html

#include "services/iam/group_store.h"
#include "services/iam/iam.h"
#include "services/iam/name_rules.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateGroupResponse>> IamService::create_group(const Call& call,
                                                                     api::iam::CreateGroupRequest& request) {
  const Group group{.id = unique_id("AGPA", ids_),
                    .account = call.account,
                    .name = request.group_name,
                    .path = request.path.value_or(kRootPath),
                    .created_at = call.now};
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(insert_group(transaction, group));
    TRY(const size_t count, count_groups(transaction, group.account));
    if (count > options_.groups_max) return fail(over_quota("GroupsPerAccount", options_.groups_max));
    return {};
  }));
  api::iam::CreateGroupResponse response;
  response.group = shown(group);
  co_return response;
}

}  // namespace lightwell::iam
