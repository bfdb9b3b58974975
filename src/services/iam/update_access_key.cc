// UpdateAccessKey makes a key inactive, or active again. Once this is answered, an inactive key opens nothing.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html

#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/key_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateAccessKeyOutput>> IamService::update_access_key(const Call& call,
                                                                            api::iam::UpdateAccessKeyRequest& request) {
  if (request.status == api::iam::values::status_type::expired) {
    co_return fail(errors::invalid_input_exception, "The status of an access key can be Active or Inactive.");
  }
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Subject subject, subject_of(transaction, call, request.user_name));
    TRY(const AccessKey key, require_key(transaction, call.account, subject.user_id(), request.access_key_id));
    const bool is_active = request.status == api::iam::values::status_type::active;
    REQUIRE_OK(set_key_active(transaction, key.id, is_active, call.now));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UpdateAccessKeyOutput{};
}

}  // namespace lightwell::iam
