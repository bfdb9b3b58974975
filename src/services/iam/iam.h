// IAM, embedded: who there is in an account, how they prove it, and what they may do. One operation lives in one file
// of its name.
//
// IAM is global: everything belongs to an account, whatever region the caller names. What doors ask for at each request
// (whose key is this, what may they do) is kept in memory and dropped before a change is answered.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/iam/handlers.h"
#include "base/ids.h"
#include "base/seal.h"
#include "run/pool.h"
#include "services/iam/errors.h"
#include "services/iam/facts.h"
#include "services/iam/key_owner.h"
#include "services/iam/key_owners.h"
#include "services/iam/last_uses.h"
#include "services/iam/oidc_store.h"
#include "services/iam/permissions.h"
#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

struct MfaDevice;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
struct Options {
  size_t users_max = 5000;  // of an account
  size_t groups_max = 300;  // of an account
  size_t groups_of_user_max = 10;
  size_t keys_of_user_max = 2;
  size_t devices_max = 10'000;  // of an account; AWS states none
  size_t devices_of_user_max = 8;
  size_t ssh_keys_of_user_max = 5;
  size_t certificates_of_user_max = 2;
  size_t kept_owners_max = 100'000;
  size_t waiting_uses_max = 100'000;
  size_t kept_principals_max = 10'000;
  // Whether the account's root has a key from elsewhere than IAM: from the configuration.
  std::function<bool(const std::string& account)> has_declared_key = {};
  // The service control policies that bind every account, for the simulator.
  std::vector<policy::Attached> service_control = {};
};

// Whether the caller may do something to the entity of an ARN that only the operation would make: a user's with its new
// name. Errors: AccessDenied. Empty: everybody may.
using Permit = std::function<Task<Result<void>>(const Call& call, std::string action, std::string arn)>;

// What a decision needs to know of an entity.
struct EntityFacts {
  std::string arn;  // with its path
  std::vector<api::iam::Tag> tags = {};
};

class IamService final : public api::iam::Iam {
 public:
  // Everything given must outlive the service and its last task. `seal`: for secrets at rest. `hashing`: for passwords,
  // tens of milliseconds each.
  IamService(store::Database& database, const Seal& seal, Pool& hashing, Ids& ids, Options options = {},
             Permit permit = {});

  // Brings the tables up to date. Blocks; before anything else.
  Result<void> migrate();
  // Writes when keys and roles were last used. To be called from time to time, and once after the last request.
  Task<Result<void>> sweep();
  // Empties everything. For --testing alone.
  Task<Result<void>> reset();

  // For doors. Null for a key that is unknown or inactive. A key that was asked for before costs no SQL.
  Task<Result<std::shared_ptr<const KeyOwner>>> key_owner(std::string access_key_id);
  // A request was signed with the key, or with the session of the role. Never waits.
  void note_use(std::string_view id, std::string_view service, std::string_view region, Timestamp at) {
    uses_.note(id, service, region, at);
  }
  // Whether the code is one that the device makes now, and was not used before. `user_id`: none for the account's root.
  Task<Result<bool>> check_mfa(std::string account, std::optional<std::string> user_id, std::string serial,
                               std::string code, Timestamp now);
  // Whether the user still exists: the unique id of another user of the same name differs.
  Task<Result<bool>> has_user(std::string id);
  // What stands behind the ARN of a user or group that may lack its path: arn:aws:iam::ACCOUNT:user/NAME. Without a
  // name it is the caller. Nothing where there is no such entity.
  Task<Result<std::optional<EntityFacts>>> person_facts(const Call& call, std::string arn);

  // What applies to a principal; from memory nearly always. Empty for one that is gone.
  Task<Result<std::shared_ptr<const policy::PolicySet>>> policy_set(const Principal& principal);
  // Whether there is still a user or role of this unique id; from memory nearly always.
  Task<Result<bool>> exists(std::string account, std::string id);
  Task<Result<std::optional<RoleFacts>>> role_facts(std::string account, std::string name);
  // `url`: host and path, without https://.
  Task<Result<std::optional<OidcProvider>>> oidc_provider(std::string account, std::string url);
  Task<Result<std::optional<ProfileFacts>>> instance_profile(std::string account, std::string name);
  // The default version of a managed policy, AWS's or the account's.
  Task<Result<std::optional<std::string>>> policy_document(std::string account, std::string arn);
  // As person_facts(), of roles, policies, instance profiles and providers too. The ARN as it came where there is none.
  Task<Result<EntityFacts>> entity_facts(const Call& call, std::string arn);
  // The ARN of the account's user, or root, whose access key it is; "*" for a key that the account does not have.
  Task<Result<std::string>> holder_of_key(const Call& call, std::string access_key_id);

#define OPERATION(method, Input, Output) \
  Task<Result<api::iam::Output>> method(const Call& call, api::iam::Input& request) override
  // People: users, groups, their credentials, the account.
  OPERATION(add_user_to_group, AddUserToGroupRequest, AddUserToGroupOutput);
  OPERATION(change_password, ChangePasswordRequest, ChangePasswordOutput);
  OPERATION(create_access_key, CreateAccessKeyRequest, CreateAccessKeyResponse);
  OPERATION(create_account_alias, CreateAccountAliasRequest, CreateAccountAliasOutput);
  OPERATION(create_group, CreateGroupRequest, CreateGroupResponse);
  OPERATION(create_login_profile, CreateLoginProfileRequest, CreateLoginProfileResponse);
  OPERATION(create_user, CreateUserRequest, CreateUserResponse);
  OPERATION(create_virtual_mfa_device, CreateVirtualMFADeviceRequest, CreateVirtualMFADeviceResponse);
  OPERATION(deactivate_mfa_device, DeactivateMFADeviceRequest, DeactivateMFADeviceOutput);
  OPERATION(delete_access_key, DeleteAccessKeyRequest, DeleteAccessKeyOutput);
  OPERATION(delete_account_alias, DeleteAccountAliasRequest, DeleteAccountAliasOutput);
  OPERATION(delete_account_password_policy, DeleteAccountPasswordPolicyRequest, DeleteAccountPasswordPolicyOutput);
  OPERATION(delete_group, DeleteGroupRequest, DeleteGroupOutput);
  OPERATION(delete_login_profile, DeleteLoginProfileRequest, DeleteLoginProfileOutput);
  OPERATION(delete_signing_certificate, DeleteSigningCertificateRequest, DeleteSigningCertificateOutput);
  OPERATION(delete_ssh_public_key, DeleteSSHPublicKeyRequest, DeleteSSHPublicKeyOutput);
  OPERATION(delete_user, DeleteUserRequest, DeleteUserOutput);
  OPERATION(delete_virtual_mfa_device, DeleteVirtualMFADeviceRequest, DeleteVirtualMFADeviceOutput);
  OPERATION(enable_mfa_device, EnableMFADeviceRequest, EnableMFADeviceOutput);
  OPERATION(generate_credential_report, GenerateCredentialReportRequest, GenerateCredentialReportResponse);
  OPERATION(get_access_key_last_used, GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse);
  OPERATION(get_account_password_policy, GetAccountPasswordPolicyRequest, GetAccountPasswordPolicyResponse);
  OPERATION(get_account_summary, GetAccountSummaryRequest, GetAccountSummaryResponse);
  OPERATION(get_credential_report, GetCredentialReportRequest, GetCredentialReportResponse);
  OPERATION(get_group, GetGroupRequest, GetGroupResponse);
  OPERATION(get_login_profile, GetLoginProfileRequest, GetLoginProfileResponse);
  OPERATION(get_mfa_device, GetMFADeviceRequest, GetMFADeviceResponse);
  OPERATION(get_ssh_public_key, GetSSHPublicKeyRequest, GetSSHPublicKeyResponse);
  OPERATION(get_user, GetUserRequest, GetUserResponse);
  OPERATION(list_access_keys, ListAccessKeysRequest, ListAccessKeysResponse);
  OPERATION(list_account_aliases, ListAccountAliasesRequest, ListAccountAliasesResponse);
  OPERATION(list_groups, ListGroupsRequest, ListGroupsResponse);
  OPERATION(list_groups_for_user, ListGroupsForUserRequest, ListGroupsForUserResponse);
  OPERATION(list_mfa_device_tags, ListMFADeviceTagsRequest, ListMFADeviceTagsResponse);
  OPERATION(list_mfa_devices, ListMFADevicesRequest, ListMFADevicesResponse);
  OPERATION(list_signing_certificates, ListSigningCertificatesRequest, ListSigningCertificatesResponse);
  OPERATION(list_ssh_public_keys, ListSSHPublicKeysRequest, ListSSHPublicKeysResponse);
  OPERATION(list_user_tags, ListUserTagsRequest, ListUserTagsResponse);
  OPERATION(list_users, ListUsersRequest, ListUsersResponse);
  OPERATION(list_virtual_mfa_devices, ListVirtualMFADevicesRequest, ListVirtualMFADevicesResponse);
  OPERATION(remove_user_from_group, RemoveUserFromGroupRequest, RemoveUserFromGroupOutput);
  OPERATION(resync_mfa_device, ResyncMFADeviceRequest, ResyncMFADeviceOutput);
  OPERATION(tag_mfa_device, TagMFADeviceRequest, TagMFADeviceOutput);
  OPERATION(tag_user, TagUserRequest, TagUserOutput);
  OPERATION(untag_mfa_device, UntagMFADeviceRequest, UntagMFADeviceOutput);
  OPERATION(untag_user, UntagUserRequest, UntagUserOutput);
  OPERATION(update_access_key, UpdateAccessKeyRequest, UpdateAccessKeyOutput);
  OPERATION(update_account_password_policy, UpdateAccountPasswordPolicyRequest, UpdateAccountPasswordPolicyOutput);
  OPERATION(update_group, UpdateGroupRequest, UpdateGroupOutput);
  OPERATION(update_login_profile, UpdateLoginProfileRequest, UpdateLoginProfileOutput);
  OPERATION(update_signing_certificate, UpdateSigningCertificateRequest, UpdateSigningCertificateOutput);
  OPERATION(update_ssh_public_key, UpdateSSHPublicKeyRequest, UpdateSSHPublicKeyOutput);
  OPERATION(update_user, UpdateUserRequest, UpdateUserOutput);
  OPERATION(upload_signing_certificate, UploadSigningCertificateRequest, UploadSigningCertificateResponse);
  OPERATION(upload_ssh_public_key, UploadSSHPublicKeyRequest, UploadSSHPublicKeyResponse);

  // Permissions: policies, roles, instance profiles, providers.
  OPERATION(add_client_id_to_open_id_connect_provider, AddClientIDToOpenIDConnectProviderRequest,
            AddClientIDToOpenIDConnectProviderOutput);
  OPERATION(add_role_to_instance_profile, AddRoleToInstanceProfileRequest, AddRoleToInstanceProfileOutput);
  OPERATION(attach_group_policy, AttachGroupPolicyRequest, AttachGroupPolicyOutput);
  OPERATION(attach_role_policy, AttachRolePolicyRequest, AttachRolePolicyOutput);
  OPERATION(attach_user_policy, AttachUserPolicyRequest, AttachUserPolicyOutput);
  OPERATION(create_instance_profile, CreateInstanceProfileRequest, CreateInstanceProfileResponse);
  OPERATION(create_open_id_connect_provider, CreateOpenIDConnectProviderRequest, CreateOpenIDConnectProviderResponse);
  OPERATION(create_policy, CreatePolicyRequest, CreatePolicyResponse);
  OPERATION(create_policy_version, CreatePolicyVersionRequest, CreatePolicyVersionResponse);
  OPERATION(create_role, CreateRoleRequest, CreateRoleResponse);
  OPERATION(create_service_linked_role, CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse);
  OPERATION(delete_group_policy, DeleteGroupPolicyRequest, DeleteGroupPolicyOutput);
  OPERATION(delete_instance_profile, DeleteInstanceProfileRequest, DeleteInstanceProfileOutput);
  OPERATION(delete_open_id_connect_provider, DeleteOpenIDConnectProviderRequest, DeleteOpenIDConnectProviderOutput);
  OPERATION(delete_policy, DeletePolicyRequest, DeletePolicyOutput);
  OPERATION(delete_policy_version, DeletePolicyVersionRequest, DeletePolicyVersionOutput);
  OPERATION(delete_role, DeleteRoleRequest, DeleteRoleOutput);
  OPERATION(delete_role_permissions_boundary, DeleteRolePermissionsBoundaryRequest,
            DeleteRolePermissionsBoundaryOutput);
  OPERATION(delete_role_policy, DeleteRolePolicyRequest, DeleteRolePolicyOutput);
  OPERATION(delete_service_linked_role, DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse);
  OPERATION(delete_user_permissions_boundary, DeleteUserPermissionsBoundaryRequest,
            DeleteUserPermissionsBoundaryOutput);
  OPERATION(delete_user_policy, DeleteUserPolicyRequest, DeleteUserPolicyOutput);
  OPERATION(detach_group_policy, DetachGroupPolicyRequest, DetachGroupPolicyOutput);
  OPERATION(detach_role_policy, DetachRolePolicyRequest, DetachRolePolicyOutput);
  OPERATION(detach_user_policy, DetachUserPolicyRequest, DetachUserPolicyOutput);
  OPERATION(get_account_authorization_details, GetAccountAuthorizationDetailsRequest,
            GetAccountAuthorizationDetailsResponse);
  OPERATION(get_context_keys_for_custom_policy, GetContextKeysForCustomPolicyRequest, GetContextKeysForPolicyResponse);
  OPERATION(get_context_keys_for_principal_policy, GetContextKeysForPrincipalPolicyRequest,
            GetContextKeysForPolicyResponse);
  OPERATION(get_group_policy, GetGroupPolicyRequest, GetGroupPolicyResponse);
  OPERATION(get_instance_profile, GetInstanceProfileRequest, GetInstanceProfileResponse);
  OPERATION(get_open_id_connect_provider, GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse);
  OPERATION(get_policy, GetPolicyRequest, GetPolicyResponse);
  OPERATION(get_policy_version, GetPolicyVersionRequest, GetPolicyVersionResponse);
  OPERATION(get_role, GetRoleRequest, GetRoleResponse);
  OPERATION(get_role_policy, GetRolePolicyRequest, GetRolePolicyResponse);
  OPERATION(get_service_linked_role_deletion_status, GetServiceLinkedRoleDeletionStatusRequest,
            GetServiceLinkedRoleDeletionStatusResponse);
  OPERATION(get_user_policy, GetUserPolicyRequest, GetUserPolicyResponse);
  OPERATION(list_attached_group_policies, ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse);
  OPERATION(list_attached_role_policies, ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse);
  OPERATION(list_attached_user_policies, ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse);
  OPERATION(list_entities_for_policy, ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse);
  OPERATION(list_group_policies, ListGroupPoliciesRequest, ListGroupPoliciesResponse);
  OPERATION(list_instance_profile_tags, ListInstanceProfileTagsRequest, ListInstanceProfileTagsResponse);
  OPERATION(list_instance_profiles, ListInstanceProfilesRequest, ListInstanceProfilesResponse);
  OPERATION(list_instance_profiles_for_role, ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse);
  OPERATION(list_open_id_connect_provider_tags, ListOpenIDConnectProviderTagsRequest,
            ListOpenIDConnectProviderTagsResponse);
  OPERATION(list_open_id_connect_providers, ListOpenIDConnectProvidersRequest, ListOpenIDConnectProvidersResponse);
  OPERATION(list_policies, ListPoliciesRequest, ListPoliciesResponse);
  OPERATION(list_policies_granting_service_access, ListPoliciesGrantingServiceAccessRequest,
            ListPoliciesGrantingServiceAccessResponse);
  OPERATION(list_policy_tags, ListPolicyTagsRequest, ListPolicyTagsResponse);
  OPERATION(list_policy_versions, ListPolicyVersionsRequest, ListPolicyVersionsResponse);
  OPERATION(list_role_policies, ListRolePoliciesRequest, ListRolePoliciesResponse);
  OPERATION(list_role_tags, ListRoleTagsRequest, ListRoleTagsResponse);
  OPERATION(list_roles, ListRolesRequest, ListRolesResponse);
  OPERATION(list_user_policies, ListUserPoliciesRequest, ListUserPoliciesResponse);
  OPERATION(put_group_policy, PutGroupPolicyRequest, PutGroupPolicyOutput);
  OPERATION(put_role_permissions_boundary, PutRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryOutput);
  OPERATION(put_role_policy, PutRolePolicyRequest, PutRolePolicyOutput);
  OPERATION(put_user_permissions_boundary, PutUserPermissionsBoundaryRequest, PutUserPermissionsBoundaryOutput);
  OPERATION(put_user_policy, PutUserPolicyRequest, PutUserPolicyOutput);
  OPERATION(remove_client_id_from_open_id_connect_provider, RemoveClientIDFromOpenIDConnectProviderRequest,
            RemoveClientIDFromOpenIDConnectProviderOutput);
  OPERATION(remove_role_from_instance_profile, RemoveRoleFromInstanceProfileRequest,
            RemoveRoleFromInstanceProfileOutput);
  OPERATION(set_default_policy_version, SetDefaultPolicyVersionRequest, SetDefaultPolicyVersionOutput);
  OPERATION(simulate_custom_policy, SimulateCustomPolicyRequest, SimulatePolicyResponse);
  OPERATION(simulate_principal_policy, SimulatePrincipalPolicyRequest, SimulatePolicyResponse);
  OPERATION(tag_instance_profile, TagInstanceProfileRequest, TagInstanceProfileOutput);
  OPERATION(tag_open_id_connect_provider, TagOpenIDConnectProviderRequest, TagOpenIDConnectProviderOutput);
  OPERATION(tag_policy, TagPolicyRequest, TagPolicyOutput);
  OPERATION(tag_role, TagRoleRequest, TagRoleOutput);
  OPERATION(untag_instance_profile, UntagInstanceProfileRequest, UntagInstanceProfileOutput);
  OPERATION(untag_open_id_connect_provider, UntagOpenIDConnectProviderRequest, UntagOpenIDConnectProviderOutput);
  OPERATION(untag_policy, UntagPolicyRequest, UntagPolicyOutput);
  OPERATION(untag_role, UntagRoleRequest, UntagRoleOutput);
  OPERATION(update_assume_role_policy, UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyOutput);
  OPERATION(update_open_id_connect_provider_thumbprint, UpdateOpenIDConnectProviderThumbprintRequest,
            UpdateOpenIDConnectProviderThumbprintOutput);
  OPERATION(update_role, UpdateRoleRequest, UpdateRoleResponse);
  OPERATION(update_role_description, UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse);
#undef OPERATION

 private:
  // Errors of the stores in Amazon's words.
  template <class Work>
  auto read(Work work) -> Task<std::invoke_result_t<Work&, store::Reader&>> {
    auto outcome = co_await database_.read(std::move(work));
    if (!outcome) co_return fail(in_amazons_words(std::move(outcome).error()));
    co_return outcome;
  }
  template <class Work>
  auto write(Work work) -> Task<std::invoke_result_t<Work&, store::Transaction&>> {
    auto outcome = co_await database_.write(std::move(work));
    if (!outcome) co_return fail(in_amazons_words(std::move(outcome).error()));
    co_return outcome;
  }
  // To be called by whatever changes who somebody is or what they may do: drops what doors were told, after the commit
  // and before the answer.
  void changed(store::Transaction& transaction, const std::string& account);
  // The new name and path of a user or group. AccessDenied.
  Task<Result<void>> may_become(const Call& call, std::string action, std::string arn) const;
  // The hash of a password that the account's policy lets the user have. PasswordPolicyViolation.
  Task<Result<std::string>> new_password(std::string account, std::string user_id, std::string password);
  // Learns from two codes how far the device's clock is off. InvalidAuthenticationCode.
  Result<void> synchronise(MfaDevice& device, std::string_view first, std::string_view second, Timestamp now) const;

  store::Database& database_;
  const Seal& seal_;
  Pool& hashing_;
  Ids& ids_;
  const Options options_;
  KeyOwners owners_;
  LastUses uses_;
  Permissions permissions_;
  const Permit permit_;
};

}  // namespace lightwell::iam
