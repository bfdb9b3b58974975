// ChangePassword gives the caller, a user, another password.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html

#include "engines/password/passphrase.h"
#include "services/iam/account_store.h"
#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/login_profile_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ChangePasswordOutput>> IamService::change_password(const Call& call,
                                                                         api::iam::ChangePasswordRequest& request) {
  if (call.principal.kind == PrincipalKind::root) {
    co_return fail(errors::invalid_user_type_exception, "Only IAM Users can change their own password");
  }
  LoginProfile profile;
  std::optional<PasswordPolicy> policy;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    TRY(const User user, user_meant(reader, call, std::nullopt));
    TRY(profile, require_login_profile(reader, user));
    TRY(policy, find_password_policy(reader, call.account));
    return {};
  }));
  // Without a policy of the account, the right to call this is enough.
  if (policy && !policy->users_may_change && !profile.is_reset_required) {
    co_return fail(errors::entity_temporarily_unmodifiable_exception,
                   "The account password policy does not allow users to change their own password.");
  }
  const auto matches =
      co_await hashing_.run([&] { return engines::verify_passphrase(request.old_password, profile.password); });
  if (!matches) co_return fail(in_amazons_words(Error(matches.error())));
  if (!matches->matches) {
    co_return fail(errors::access_denied, "The old password was incorrect.");
  }
  CO_TRY(const std::string password, co_await new_password(call.account, profile.user_id, request.new_password));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(iam::change_password(transaction, profile.user_id, password, call.now));
    return set_reset_required(transaction, profile.user_id, false);
  }));
  co_return api::iam::ChangePasswordOutput{};
}

}  // namespace lightwell::iam
