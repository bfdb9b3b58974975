// CreateAccessKey makes a key that signs requests. Its secret is shown here and never again.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html

#include "base/access_key_id.h"
#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/key_store.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateAccessKeyResponse>> IamService::create_access_key(
    const Call& call, api::iam::CreateAccessKeyRequest& request) {
  const std::string secret = make_secret_key(ids_);
  AccessKey key{.id = make_access_key_id("AKIA", call.account, ids_),
                .account = call.account,
                .created_at = call.now,
                .changed_at = call.now};
  key.sealed_secret = seal_.close(secret, key.id);
  CO_TRY(const Subject subject, co_await write([&](store::Transaction& transaction) -> Result<Subject> {
           TRY(Subject found, subject_of(transaction, call, request.user_name));
           key.user_id = found.user_id();
           REQUIRE_OK(insert_key(transaction, key));
           TRY(const size_t count, count_keys(transaction, key.account, key.user_id));
           if (count > options_.keys_of_user_max)
             return fail(over_quota("AccessKeysPerUser", options_.keys_of_user_max));
           return found;
         }));
  api::iam::CreateAccessKeyResponse response;
  response.access_key.emplace();
  if (subject.user) response.access_key->user_name = subject.user->name;
  response.access_key->access_key_id = key.id;
  response.access_key->status = api::iam::values::status_type::active;
  response.access_key->secret_access_key = secret;
  response.access_key->create_date = key.created_at;
  co_return response;
}

}  // namespace lightwell::iam
