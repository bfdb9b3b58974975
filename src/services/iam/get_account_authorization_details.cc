// GetAccountAuthorizationDetails tells who there is in the account, with all their policies.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html

#include "services/iam/authorization_details.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::GetAccountAuthorizationDetailsResponse>> IamService::get_account_authorization_details(
    const Call& call, api::iam::GetAccountAuthorizationDetailsRequest& request) {
  const DetailFilter filter(request.filter);
  CO_TRY(const Paging page, paging("details of " + call.account + filter.text(), request.marker, request.max_items));
  co_return co_await read(
      [&](store::Reader& reader) { return authorization_details(reader, call.account, filter, page, uses_); });
}

}  // namespace lightwell::iam
