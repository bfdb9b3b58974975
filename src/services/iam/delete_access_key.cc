// DeleteAccessKey removes a key.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html

#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/key_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteAccessKeyOutput>> IamService::delete_access_key(const Call& call,
                                                                            api::iam::DeleteAccessKeyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Subject subject, subject_of(transaction, call, request.user_name));
    TRY(const AccessKey key, require_key(transaction, call.account, subject.user_id(), request.access_key_id));
    REQUIRE_OK(delete_key(transaction, key.id));
    REQUIRE_OK(remove_last_use(transaction, key.id));
    changed(transaction, call.account);
    return {};
  }));
  uses_.forget(request.access_key_id);
  co_return api::iam::DeleteAccessKeyOutput{};
}

}  // namespace lightwell::iam
