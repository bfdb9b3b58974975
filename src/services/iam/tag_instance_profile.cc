// TagInstanceProfile adds tags to an instance profile, or gives those it has other values.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::TagInstanceProfileOutput>> IamService::tag_instance_profile(
    const Call& call, api::iam::TagInstanceProfileRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const InstanceProfile profile,
        require_instance_profile(transaction, call.account, request.instance_profile_name));
    return put_tags(transaction, call.account, profile.id, request.tags);
  }));
  co_return api::iam::TagInstanceProfileOutput{};
}

}  // namespace lightwell::iam
