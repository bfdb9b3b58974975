// UntagInstanceProfile removes tags of an instance profile.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UntagInstanceProfileOutput>> IamService::untag_instance_profile(
    const Call& call, api::iam::UntagInstanceProfileRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const InstanceProfile profile,
        require_instance_profile(transaction, call.account, request.instance_profile_name));
    return remove_tags(transaction, profile.id, request.tag_keys);
  }));
  co_return api::iam::UntagInstanceProfileOutput{};
}

}  // namespace lightwell::iam
