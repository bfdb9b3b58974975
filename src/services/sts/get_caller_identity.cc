// GetCallerIdentity tells whoever signed who they are. No permission is needed.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html

#include "services/sts/sts.h"

namespace lightwell::sts {

Task<Result<api::sts::GetCallerIdentityResponse>> StsService::get_caller_identity(const Call& call,
                                                                                  api::sts::GetCallerIdentityRequest&) {
  const Principal& who = call.principal;
  co_return api::sts::GetCallerIdentityResponse{
      .user_id = who.id.empty() ? who.account : who.id, .account = who.account, .arn = who.arn};
}

}  // namespace lightwell::sts
