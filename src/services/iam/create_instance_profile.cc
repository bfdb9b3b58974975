// CreateInstanceProfile makes an instance profile, which can hold one role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html

#include "services/iam/iam.h"
#include "services/iam/name_rules.h"
#include "services/iam/policy_rules.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateInstanceProfileResponse>> IamService::create_instance_profile(
    const Call& call, api::iam::CreateInstanceProfileRequest& request) {
  const InstanceProfile profile{.id = unique_id("AIPA", ids_),
                                .account = call.account,
                                .name = request.instance_profile_name,
                                .path = request.path.value_or(kRootPath),
                                .created_at = call.now};
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(insert_instance_profile(transaction, profile));
    TRY(const int64_t count, count_instance_profiles(transaction, call.account));
    if (count > kInstanceProfilesMax) return fail(over_quota("InstanceProfilesPerAccount", kInstanceProfilesMax));
    if (request.tags) REQUIRE_OK(put_tags(transaction, call.account, profile.id, *request.tags));
    return {};
  }));
  api::iam::CreateInstanceProfileResponse response{.instance_profile = shown(profile)};
  if (request.tags && !request.tags->empty()) response.instance_profile->tags = std::move(request.tags);
  co_return response;
}

}  // namespace lightwell::iam
