// GetAccountSummary counts what the account has, and says how much of it it may have.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html

#include "services/iam/certificate_store.h"
#include "services/iam/group_store.h"
#include "services/iam/iam.h"
#include "services/iam/key_store.h"
#include "services/iam/mfa_store.h"
#include "services/iam/policy_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
constexpr std::pair<const char*, size_t> kQuotas[] = {
    {"AssumeRolePolicySizeQuota", 2048},
    {"AttachedPoliciesPerGroupQuota", 10},
    {"AttachedPoliciesPerRoleQuota", 10},
    {"AttachedPoliciesPerUserQuota", 10},
    {"GlobalEndpointTokenVersion", 1},
    {"GroupPolicySizeQuota", 5120},
    {"InstanceProfilesQuota", 1000},
    {"PoliciesQuota", 1500},
    {"PolicySizeQuota", 6144},
    {"PolicyVersionsInUseQuota", 10000},
    {"RolePolicySizeQuota", 10240},
    {"RolesQuota", 1000},
    {"ServerCertificates", 0},
    {"ServerCertificatesQuota", 20},
    {"UserPolicySizeQuota", 2048},
    {"VersionsPerPolicyQuota", 5},
    {"AccountPasswordPresent", 0},
};

}  // namespace

Task<Result<api::iam::GetAccountSummaryResponse>> IamService::get_account_summary(
    const Call& call, api::iam::GetAccountSummaryRequest& request) {
  (void)request;
  api::iam::GetAccountSummaryResponse response;
  auto& map = response.summary_map.emplace();
  const auto put = [&map](const char* key, size_t value) { map[key] = int32_t(value); };
  for (const auto& [key, value] : kQuotas) put(key, value);
  put("UsersQuota", options_.users_max);
  put("GroupsQuota", options_.groups_max);
  put("GroupsPerUserQuota", options_.groups_of_user_max);
  put("AccessKeysPerUserQuota", options_.keys_of_user_max);
  put("SigningCertificatesPerUserQuota", options_.certificates_of_user_max);
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(const size_t users, count_users(reader, call.account));
    TRY(const size_t groups, count_groups(reader, call.account));
    TRY(const DeviceCounts devices, count_devices(reader, call.account));
    TRY(const auto root_keys, keys_of(reader, call.account, std::nullopt));
    TRY(const auto root_devices, devices_of(reader, call.account, std::nullopt));
    TRY(const auto root_certificates, certificates_of(reader, call.account, std::nullopt));
    TRY(const PermissionCounts permissions, count_permissions(reader, call.account));
    put("Policies", size_t(permissions.policies));
    put("PolicyVersionsInUse", size_t(permissions.versions));
    put("Roles", size_t(permissions.roles));
    put("InstanceProfiles", size_t(permissions.instance_profiles));
    put("Providers", size_t(permissions.providers));
    put("Users", users);
    put("Groups", groups);
    put("MFADevices", devices.all);
    put("MFADevicesInUse", devices.in_use);
    const bool has_declared_key = options_.has_declared_key && options_.has_declared_key(call.account);
    put("AccountAccessKeysPresent", has_declared_key || !root_keys.empty() ? 1 : 0);
    put("AccountMFAEnabled", root_devices.empty() ? 0 : 1);
    put("AccountSigningCertificatesPresent", root_certificates.empty() ? 0 : 1);
    return {};
  }));
  co_return response;
}

}  // namespace lightwell::iam
