// UpdateSSHPublicKey makes a key inactive, or active again.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSSHPublicKey.html

#include "services/iam/iam.h"
#include "services/iam/ssh_key_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateSSHPublicKeyOutput>> IamService::update_ssh_public_key(
    const Call& call, api::iam::UpdateSSHPublicKeyRequest& request) {
  if (request.status == api::iam::values::status_type::expired) {
    co_return fail(errors::invalid_input_exception, "The status of an SSH public key can be Active or Inactive.");
  }
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    TRY(const SshKey key, require_ssh_key(transaction, user.id, request.ssh_public_key_id));
    return set_ssh_key_active(transaction, key.id, request.status == api::iam::values::status_type::active);
  }));
  co_return api::iam::UpdateSSHPublicKeyOutput{};
}

}  // namespace lightwell::iam
