// DeleteInstanceProfile removes an instance profile that holds no role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteInstanceProfileOutput>> IamService::delete_instance_profile(
    const Call& call, api::iam::DeleteInstanceProfileRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const InstanceProfile profile,
        require_instance_profile(transaction, call.account, request.instance_profile_name));
    if (profile.role) return fail(must_first("remove roles from instance profile"));
    REQUIRE_OK(remove_all_tags(transaction, profile.id));
    return iam::delete_instance_profile(transaction, profile.id);
  }));
  co_return api::iam::DeleteInstanceProfileOutput{};
}

}  // namespace lightwell::iam
