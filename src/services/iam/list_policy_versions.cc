// ListPolicyVersions lists the versions of a managed policy, newest first, without what they say.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {

Task<Result<api::iam::ListPolicyVersionsResponse>> IamService::list_policy_versions(
    const Call& call, api::iam::ListPolicyVersionsRequest& request) {
  CO_TRY(const Paging page, paging("versions of " + request.policy_arn, request.marker, request.max_items));
  api::iam::ListPolicyVersionsResponse response;
  auto& shown_versions = response.versions.emplace();
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(const ManagedPolicy policy, require_policy(reader, call.account, request.policy_arn));
    TRY(auto versions, list_versions(reader, policy));
    const int64_t after = parse_integer(page.after).value_or(std::numeric_limits<int64_t>::max());
    std::erase_if(versions, [&](const StoredVersion& version) { return version.number >= after; });
    cut_page(versions, page, response, [](const StoredVersion& version) { return std::to_string(version.number); });
    for (const StoredVersion& version : versions) shown_versions.push_back(shown(policy, version));
    return {};
  }));
  co_return response;
}

}  // namespace lightwell::iam
