// DeleteUser removes a user who has nothing any more: no keys, no password, no groups, no policies.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html

#include "services/iam/attachment_store.h"
#include "services/iam/certificate_store.h"
#include "services/iam/group_store.h"
#include "services/iam/iam.h"
#include "services/iam/key_store.h"
#include "services/iam/login_profile_store.h"
#include "services/iam/mfa_store.h"
#include "services/iam/ssh_key_store.h"
#include "services/iam/tag_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

// In the order in which AWS names what is in the way.
Result<void> check_bare(store::Reader& reader, const User& user) {
  TRY(const size_t groups, count_groups_of(reader, user.id));
  if (groups > 0) return fail(must_first("remove users from group"));
  REQUIRE_OK(check_without_policies(reader, user.id));
  TRY(const auto profile, find_login_profile(reader, user.id));
  if (profile) return fail(must_first("delete login profile"));
  TRY(const size_t keys, count_keys(reader, user.account, user.id));
  if (keys > 0) return fail(must_first("delete access keys"));
  TRY(const auto devices, devices_of(reader, user.account, user.id));
  if (!devices.empty()) return fail(must_first("deactivate MFA device"));
  TRY(const auto ssh_keys, ssh_keys_of(reader, user.id));
  if (!ssh_keys.empty()) return fail(must_first("delete SSH public keys"));
  TRY(const auto certificates, certificates_of(reader, user.account, user.id));
  if (!certificates.empty()) return fail(must_first("delete signing certificates"));
  return {};
}

}  // namespace

Task<Result<api::iam::DeleteUserOutput>> IamService::delete_user(const Call& call,
                                                                 api::iam::DeleteUserRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    REQUIRE_OK(check_bare(transaction, user));
    REQUIRE_OK(remove_all_tags(transaction, user.id));
    REQUIRE_OK(iam::delete_user(transaction, user.id));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteUserOutput{};
}

}  // namespace lightwell::iam
