// DeleteAccountPasswordPolicy goes back to the usual rules.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountPasswordPolicy.html

#include "services/iam/account_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteAccountPasswordPolicyOutput>> IamService::delete_account_password_policy(
    const Call& call, api::iam::DeleteAccountPasswordPolicyRequest& request) {
  (void)request;
  CO_TRY(const bool was_there, co_await write([&](store::Transaction& transaction) {
           return remove_password_policy(transaction, call.account);
         }));
  if (!was_there) co_return fail(no_such("account policy", "name", "PasswordPolicy"));
  co_return api::iam::DeleteAccountPasswordPolicyOutput{};
}

}  // namespace lightwell::iam
