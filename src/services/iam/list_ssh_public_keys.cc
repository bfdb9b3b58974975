// ListSSHPublicKeys lists a user's SSH public keys, without their bodies.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html

#include "base/text.h"
#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/listing_rules.h"
#include "services/iam/ssh_key_store.h"

namespace lightwell::iam {

Task<Result<api::iam::ListSSHPublicKeysResponse>> IamService::list_ssh_public_keys(
    const Call& call, api::iam::ListSSHPublicKeysRequest& request) {
  CO_TRY(const Paging page, paging("SSH keys of " + call.account + "/" + to_lower(request.user_name.value_or("")),
                                   request.marker, request.max_items));
  std::string name;
  CO_TRY(auto keys, co_await read([&](store::Reader& reader) -> Result<std::vector<SshKey>> {
           TRY(const User user, user_meant(reader, call, request.user_name));
           name = user.name;
           return ssh_keys_of(reader, user.id);
         }));
  std::erase_if(keys, [&](const SshKey& key) { return key.id <= page.after; });
  api::iam::ListSSHPublicKeysResponse response;
  cut_page(keys, page, response, [](const SshKey& key) { return key.id; });
  response.ssh_public_keys.emplace();
  for (const SshKey& key : keys) {
    auto& one = response.ssh_public_keys->emplace_back();
    one.user_name = name;
    one.ssh_public_key_id = key.id;
    one.status = key.is_active ? api::iam::values::status_type::active : api::iam::values::status_type::inactive;
    one.upload_date = key.uploaded_at;
  }
  co_return response;
}

}  // namespace lightwell::iam
