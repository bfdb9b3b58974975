// GetAccessKeyInfo tells whose account an access key is of, whatever its state.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html

#include "base/access_key_id.h"
#include "services/sts/sts.h"

namespace lightwell::sts {

Task<Result<api::sts::GetAccessKeyInfoResponse>> StsService::get_access_key_info(
    const Call&, api::sts::GetAccessKeyInfoRequest& request) {
  CO_TRY(auto account, co_await identities_.account_of_key(request.access_key_id));
  if (!account) account = account_of_access_key(request.access_key_id);
  if (!account) {
    co_return fail(errors::validation_error, "The access key ID " + request.access_key_id + " does not exist.");
  }
  co_return api::sts::GetAccessKeyInfoResponse{.account = std::move(*account)};
}

}  // namespace lightwell::sts
