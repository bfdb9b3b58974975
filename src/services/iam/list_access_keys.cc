// ListAccessKeys lists the keys of a user, or the caller's own. Secrets are not told.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html

#include <fmt/format.h>

#include "base/text.h"
#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/key_store.h"

namespace lightwell::iam {
namespace {

// Lists come by age.
std::string page_key(const AccessKey& key) { return fmt::format("{:020}{}", to_micros(key.created_at), key.id); }

}  // namespace

Task<Result<api::iam::ListAccessKeysResponse>> IamService::list_access_keys(const Call& call,
                                                                            api::iam::ListAccessKeysRequest& request) {
  CO_TRY(const Paging page, paging("access keys of " + call.account + "/" + to_lower(request.user_name.value_or("")),
                                   request.marker, request.max_items));
  Subject subject;
  CO_TRY(auto keys, co_await read([&](store::Reader& reader) -> Result<std::vector<AccessKey>> {
           TRY(subject, subject_of(reader, call, request.user_name));
           TRY(auto all, keys_of(reader, call.account, subject.user_id()));
           std::erase_if(all, [&](const AccessKey& key) { return page_key(key) <= page.after; });
           return all;
         }));
  api::iam::ListAccessKeysResponse response;
  cut_page(keys, page, response, page_key);
  auto& shown_keys = response.access_key_metadata.emplace();
  for (const AccessKey& key : keys) {
    auto& one = shown_keys.emplace_back();
    if (subject.user) one.user_name = subject.user->name;
    one.access_key_id = key.id;
    one.status = key.is_active ? api::iam::values::status_type::active : api::iam::values::status_type::inactive;
    one.create_date = key.created_at;
  }
  co_return response;
}

}  // namespace lightwell::iam
