// UpdateGroup gives a group another name or path. Who asks needs leave for the old name and for the new one.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html

#include "services/iam/group_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {
namespace {

Result<Group> renamed(store::Reader& reader, const Call& call, const api::iam::UpdateGroupRequest& request) {
  TRY(Group group, require_group(reader, call.account, request.group_name));
  if (request.new_group_name) group.name = *request.new_group_name;
  if (request.new_path) group.path = *request.new_path;
  return group;
}

}  // namespace

Task<Result<api::iam::UpdateGroupOutput>> IamService::update_group(const Call& call,
                                                                   api::iam::UpdateGroupRequest& request) {
  CO_TRY(const Group wanted, co_await read([&](store::Reader& reader) { return renamed(reader, call, request); }));
  CO_CHECK(co_await may_become(call, "iam:UpdateGroup", wanted.arn()));
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Group group, renamed(transaction, call, request));
    if (group.arn() != wanted.arn()) return fail(changed_meanwhile());
    REQUIRE_OK(rename_group(transaction, group));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::UpdateGroupOutput{};
}

}  // namespace lightwell::iam
