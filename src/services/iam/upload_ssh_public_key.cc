// UploadSSHPublicKey keeps a user's SSH public key.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html

#include "services/iam/iam.h"
#include "services/iam/name_rules.h"
#include "services/iam/ssh_key_rules.h"
#include "services/iam/ssh_key_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::UploadSSHPublicKeyResponse>> IamService::upload_ssh_public_key(
    const Call& call, api::iam::UploadSSHPublicKeyRequest& request) {
  CO_TRY(const SshPublicKey read_key, read_ssh_key(request.ssh_public_key_body));
  SshKey key{.id = unique_id("APKA", ids_),
             .fingerprint = read_key.fingerprint,
             .body = read_key.line,
             .uploaded_at = call.now};
  std::string name;
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const User user, require_user(transaction, call.account, request.user_name));
    key.user_id = user.id;
    name = user.name;
    REQUIRE_OK(insert_ssh_key(transaction, key));
    TRY(const auto all, ssh_keys_of(transaction, user.id));
    if (all.size() > options_.ssh_keys_of_user_max) {
      return fail(over_quota("SSHPublicKeysPerUser", options_.ssh_keys_of_user_max));
    }
    return {};
  }));
  api::iam::UploadSSHPublicKeyResponse response;
  auto& out = response.ssh_public_key.emplace();
  out.user_name = name;
  out.ssh_public_key_id = key.id;
  out.fingerprint = key.fingerprint;
  out.ssh_public_key_body = key.body;
  out.status = api::iam::values::status_type::active;
  out.upload_date = key.uploaded_at;
  co_return response;
}

}  // namespace lightwell::iam
