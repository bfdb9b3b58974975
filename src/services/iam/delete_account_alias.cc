// DeleteAccountAlias takes the account's name away.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html

#include "services/iam/account_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteAccountAliasOutput>> IamService::delete_account_alias(
    const Call& call, api::iam::DeleteAccountAliasRequest& request) {
  CO_TRY(const bool was_there, co_await write([&](store::Transaction& transaction) {
           return remove_alias(transaction, call.account, request.account_alias);
         }));
  if (!was_there) co_return fail(no_such("account alias", "name", request.account_alias));
  co_return api::iam::DeleteAccountAliasOutput{};
}

}  // namespace lightwell::iam
