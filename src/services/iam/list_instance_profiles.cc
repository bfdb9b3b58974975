// ListInstanceProfiles lists the instance profiles of the account, by name.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListInstanceProfilesResponse>> IamService::list_instance_profiles(
    const Call& call, api::iam::ListInstanceProfilesRequest& request) {
  const std::string prefix = request.path_prefix.value_or("/");
  CO_TRY(const Paging page,
         paging("instance profiles of " + call.account + " in " + prefix, request.marker, request.max_items));
  api::iam::ListInstanceProfilesResponse response;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(auto found, iam::list_instance_profiles(reader, call.account, prefix, page));
    cut_page(found, page, response, profile_page_key);
    auto& profiles = response.instance_profiles.emplace();
    for (const InstanceProfile& profile : found) {
      TRY(auto out, shown_with_role(reader, profile));
      profiles.push_back(std::move(out));
    }
    return {};
  }));
  co_return response;
}

}  // namespace lightwell::iam
