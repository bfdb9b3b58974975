// CreateAccountAlias gives the account a name, in place of the one it has.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html

#include "services/iam/account_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateAccountAliasOutput>> IamService::create_account_alias(
    const Call& call, api::iam::CreateAccountAliasRequest& request) {
  CO_CHECK(co_await write(
      [&](store::Transaction& transaction) { return set_alias(transaction, call.account, request.account_alias); }));
  co_return api::iam::CreateAccountAliasOutput{};
}

}  // namespace lightwell::iam
