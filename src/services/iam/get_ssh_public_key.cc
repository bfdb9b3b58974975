// GetSSHPublicKey tells a user's SSH public key, as OpenSSH or PEM writes it.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSSHPublicKey.html

#include "services/iam/iam.h"
#include "services/iam/ssh_key_rules.h"
#include "services/iam/ssh_key_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetSSHPublicKeyResponse>> IamService::get_ssh_public_key(
    const Call& call, api::iam::GetSSHPublicKeyRequest& request) {
  std::string name;
  CO_TRY(const SshKey key, co_await read([&](store::Reader& reader) -> Result<SshKey> {
           TRY(const User user, require_user(reader, call.account, request.user_name));
           name = user.name;
           return require_ssh_key(reader, user.id, request.ssh_public_key_id);
         }));
  api::iam::GetSSHPublicKeyResponse response;
  auto& out = response.ssh_public_key.emplace();
  out.user_name = name;
  out.ssh_public_key_id = key.id;
  out.fingerprint = key.fingerprint;
  out.ssh_public_key_body = key.body;
  if (request.encoding == api::iam::values::encoding_type::pem) {
    CO_TRY(out.ssh_public_key_body, to_pem(key.body));
  }
  out.status = key.is_active ? api::iam::values::status_type::active : api::iam::values::status_type::inactive;
  out.upload_date = key.uploaded_at;
  co_return response;
}

}  // namespace lightwell::iam
