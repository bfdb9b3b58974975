// GetRole tells all of a role but its policies.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html

#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetRoleResponse>> IamService::get_role(const Call& call, api::iam::GetRoleRequest& request) {
  api::iam::GetRoleResponse response;
  CO_TRY(response.role, co_await read([&](store::Reader& reader) -> Result<api::iam::Role> {
           TRY(const Role role, require_role(reader, call.account, request.role_name));
           api::iam::Role out = listed(role);
           out.permissions_boundary = shown_boundary(role.boundary);
           TRY(auto tags, tags_of(reader, role.id));
           if (!tags.empty()) out.tags = std::move(tags);
           TRY(const auto use, last_use(reader, uses_, role.id));
           out.role_last_used.emplace();
           if (use) out.role_last_used = {.last_used_date = use->at, .region = use->region};
           return out;
         }));
  co_return response;
}

}  // namespace lightwell::iam
