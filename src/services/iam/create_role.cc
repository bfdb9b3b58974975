// CreateRole makes a role that those its trust policy names may take on.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html

#include "services/iam/iam.h"
#include "services/iam/name_rules.h"
#include "services/iam/policy_store.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"
#include "services/iam/trust_store.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateRoleResponse>> IamService::create_role(const Call& call,
                                                                   api::iam::CreateRoleRequest& request) {
  Role role{.id = unique_id("AROA", ids_),
            .account = call.account,
            .name = request.role_name,
            .path = request.path.value_or(kRootPath),
            .description = request.description,
            .session_seconds_max = request.max_session_duration.value_or(kSessionSecondsUsual),
            .boundary = request.permissions_boundary,
            .created_at = call.now};
  if (role.path.starts_with("/aws-service-role/")) {
    co_return fail(errors::invalid_input_exception,
                   "Prefix \"/aws-service-role/\" is reserved for service-linked roles.");
  }
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(role.trust, kept_trust(transaction, request.assume_role_policy_document));
    if (role.boundary) REQUIRE_OK(check_boundary(transaction, call.account, *role.boundary));
    REQUIRE_OK(insert_role(transaction, role));
    TRY(const int64_t count, count_roles(transaction, call.account));
    if (count > kRolesMax) return fail(over_quota("RolesPerAccount", kRolesMax));
    if (request.tags) REQUIRE_OK(put_tags(transaction, call.account, role.id, *request.tags));
    TRY(role.trust, shown_trust(transaction, role.trust));
    return {};
  }));

  api::iam::CreateRoleResponse response{.role = shown(role)};
  response.role->permissions_boundary = shown_boundary(role.boundary);
  if (request.tags && !request.tags->empty()) response.role->tags = std::move(request.tags);
  co_return response;
}

}  // namespace lightwell::iam
