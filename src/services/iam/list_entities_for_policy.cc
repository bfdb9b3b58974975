// ListEntitiesForPolicy names the users, groups and roles that have a managed policy.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html

#include <algorithm>

#include "services/iam/iam.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {
namespace {

struct Wanted {
  explicit Wanted(const api::iam::ListEntitiesForPolicyRequest& request)
      : kind(request.entity_filter.value_or("")),
        path_prefix(request.path_prefix.value_or("/")),
        usage(request.policy_usage_filter.value_or("")),
        text("|" + kind + "|" + path_prefix + "|" + usage) {}

  bool takes(EntityKind one) const {
    namespace kinds = api::iam::values::entity_type;
    const char* name = one == EntityKind::user ? kinds::user : one == EntityKind::group ? kinds::group : kinds::role;
    return kind.empty() || kind == name;
  }

  std::string kind;
  std::string path_prefix;
  std::string usage;
  std::string text;
};

std::string key_of(const Entity& entity) { return std::to_string(int(entity.kind)) + to_lower(entity.name); }

Result<std::vector<Entity>> entities(store::Reader& reader, const std::string& account, const std::string& arn,
                                     const Wanted& wanted) {
  namespace usages = api::iam::values::policy_usage_type;
  std::vector<Entity> all;
  for (const EntityKind kind : {EntityKind::user, EntityKind::group, EntityKind::role}) {
    if (!wanted.takes(kind)) continue;
    for (const bool as_boundary : {false, true}) {
      if (wanted.usage == (as_boundary ? usages::permissions_policy : usages::permissions_boundary)) continue;
      TRY(auto found, entities_with_policy(reader, account, kind, arn, as_boundary));
      for (Entity& entity : found) {
        if (entity.path.starts_with(wanted.path_prefix)) all.push_back(std::move(entity));
      }
    }
  }
  std::ranges::sort(all, {}, key_of);
  const auto twice = std::ranges::unique(all, {}, &Entity::id);
  all.erase(twice.begin(), twice.end());
  return all;
}

void show(const std::vector<Entity>& entities, api::iam::ListEntitiesForPolicyResponse& response) {
  auto& groups = response.policy_groups.emplace();
  auto& users = response.policy_users.emplace();
  auto& roles = response.policy_roles.emplace();
  for (const Entity& entity : entities) {
    switch (entity.kind) {
      case EntityKind::user: users.push_back({.user_name = entity.name, .user_id = entity.id}); break;
      case EntityKind::group: groups.push_back({.group_name = entity.name, .group_id = entity.id}); break;
      case EntityKind::role: roles.push_back({.role_name = entity.name, .role_id = entity.id}); break;
    }
  }
}

}  // namespace

Task<Result<api::iam::ListEntitiesForPolicyResponse>> IamService::list_entities_for_policy(
    const Call& call, api::iam::ListEntitiesForPolicyRequest& request) {
  const Wanted wanted(request);
  CO_TRY(const Paging page, paging("entities with " + request.policy_arn + " in " + call.account + wanted.text,
                                   request.marker, request.max_items));
  api::iam::ListEntitiesForPolicyResponse response;
  CO_CHECK(co_await read([&](store::Reader& reader) -> Result<void> {
    REQUIRE_OK(check_policy_arn(request.policy_arn));
    TRY(const auto policy, find_policy(reader, call.account, request.policy_arn));
    if (!policy) return fail(not_attachable(request.policy_arn));
    TRY(auto found, entities(reader, call.account, request.policy_arn, wanted));
    show_page(found, page, response, key_of);
    show(found, response);
    return {};
  }));
  co_return response;
}

}  // namespace lightwell::iam
