// GetAccessKeyLastUsed tells when a key signed a request last, and for what.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html

#include "services/iam/iam.h"
#include "services/iam/key_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetAccessKeyLastUsedResponse>> IamService::get_access_key_last_used(
    const Call& call, api::iam::GetAccessKeyLastUsedRequest& request) {
  std::optional<User> user;
  CO_TRY(const auto use, co_await read([&](store::Reader& reader) -> Result<std::optional<LastUse>> {
           TRY(const auto key, find_key(reader, request.access_key_id));
           if (!key || key->account != call.account) {
             return fail(no_such("Access Key", "id", request.access_key_id));
           }
           if (key->user_id) {
             TRY(user, find_user_by_id(reader, *key->user_id));
           }
           return last_use(reader, uses_, key->id);
         }));
  api::iam::GetAccessKeyLastUsedResponse response;
  if (user) response.user_name = user->name;
  auto& shown_use = response.access_key_last_used.emplace();
  shown_use.service_name = use ? use->service : "N/A";
  shown_use.region = use ? use->region : "N/A";
  if (use) shown_use.last_used_date = use->at;
  co_return response;
}

}  // namespace lightwell::iam
