// DeleteSSHPublicKey removes a user's SSH public key.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSSHPublicKey.html

#include "services/iam/iam.h"
#include "services/iam/ssh_key_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteSSHPublicKeyOutput>> IamService::delete_ssh_public_key(
    const Call& call, api::iam::DeleteSSHPublicKeyRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    TRY(const SshKey key, require_ssh_key(transaction, user.id, request.ssh_public_key_id));
    return delete_ssh_key(transaction, key.id);
  }));
  co_return api::iam::DeleteSSHPublicKeyOutput{};
}

}  // namespace lightwell::iam
