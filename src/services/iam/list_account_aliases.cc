// ListAccountAliases tells the account's name: one at most.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html

#include "services/iam/account_store.h"
#include "services/iam/iam.h"
#include "services/iam/listing_rules.h"

namespace lightwell::iam {

Task<Result<api::iam::ListAccountAliasesResponse>> IamService::list_account_aliases(
    const Call& call, api::iam::ListAccountAliasesRequest& request) {
  CO_TRY(const Paging page, paging("aliases of " + call.account, request.marker, request.max_items));
  CO_TRY(auto alias, co_await read([&](store::Reader& reader) { return find_alias(reader, call.account); }));
  std::vector<std::string> aliases;
  if (alias && *alias > page.after) aliases.push_back(*std::move(alias));
  api::iam::ListAccountAliasesResponse response;
  cut_page(aliases, page, response, [](const std::string& one) { return one; });
  response.account_aliases = std::move(aliases);
  co_return response;
}

}  // namespace lightwell::iam
