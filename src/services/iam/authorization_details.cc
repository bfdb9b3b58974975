#include "services/iam/authorization_details.h"

#include <algorithm>

#include "services/iam/group_store.h"
#include "services/iam/managed_policies.h"
#include "services/iam/policy_answers.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

using Response = api::iam::GetAccountAuthorizationDetailsResponse;
namespace kinds = api::iam::values::entity_type;

constexpr size_t kAll = 100'000;  // more than an account may have of anything

// One line of the list, before its details are read.
struct Item {
  std::string key;  // its kind's place, then its name
  std::string id;   // of a policy: its ARN
};

const Paging& everything() {
  static const Paging paging{.max = kAll};
  return paging;
}

Result<std::vector<Item>> items(store::Reader& reader, const std::string& account, const DetailFilter& filter) {
  std::vector<Item> all;
  const auto add = [&](char place, const std::string& name, std::string id) {
    all.push_back({place + to_lower(name), std::move(id)});
  };
  if (filter.takes(kinds::user)) {
    TRY(const auto users, list_users(reader, account, "/", everything()));
    for (const User& user : users) add('1', user.name, user.id);
  }
  if (filter.takes(kinds::group)) {
    TRY(const auto groups, list_groups(reader, account, "/", everything()));
    for (const Group& group : groups) add('2', group.name, group.name);
  }
  if (filter.takes(kinds::role)) {
    TRY(const auto roles, list_roles(reader, account, "/", everything()));
    for (const Role& role : roles) add('3', role.name, role.id);
  }
  if (filter.takes(kinds::local_managed_policy)) {
    TRY(const auto policies, list_policies(reader, account, "/", "", kAll));
    for (const ManagedPolicy& policy : policies) add('4', policy.name, policy.arn());
  }
  if (filter.takes(kinds::aws_managed_policy)) {
    TRY(const auto used, usages(reader, account));
    for (const auto& [arn, usage] : used) {
      if (const AwsPolicy* policy = find_aws_policy(arn)) add('5', policy->name, arn);
    }
  }
  std::ranges::sort(all, {}, &Item::key);
  return all;
}

Result<std::vector<api::iam::PolicyDetail>> inline_details(store::Reader& reader, const std::string& entity) {
  TRY(const auto policies, inline_policies(reader, entity));
  std::vector<api::iam::PolicyDetail> out;
  for (const InlinePolicy& policy : policies) out.push_back(shown(policy));
  return out;
}

Result<std::vector<api::iam::AttachedPolicy>> attached_details(store::Reader& reader, const std::string& entity) {
  TRY(const auto policies, attached_policies(reader, entity));
  std::vector<api::iam::AttachedPolicy> out;
  for (const PolicyArn& policy : policies) out.push_back(shown(policy));
  return out;
}

Result<void> add_user(store::Reader& reader, const std::string& id, Response& response) {
  TRY(const auto user, find_user_by_id(reader, id));
  if (!user) return {};
  api::iam::UserDetail out;
  out.path = user->path;
  out.user_name = user->name;
  out.user_id = user->id;
  out.arn = user->arn();
  out.create_date = user->created_at;
  TRY(out.user_policy_list, inline_details(reader, id));
  TRY(out.attached_managed_policies, attached_details(reader, id));
  TRY(const auto groups, groups_of(reader, id));
  auto& names = out.group_list.emplace();
  for (const Group& group : groups) names.push_back(group.name);
  out.permissions_boundary = shown_boundary(user->permissions_boundary);
  TRY(out.tags, tags_of(reader, id));
  response.user_detail_list->push_back(std::move(out));
  return {};
}

Result<void> add_group(store::Reader& reader, const std::string& account, const std::string& name, Response& response) {
  TRY(const auto group, find_group(reader, account, name));
  if (!group) return {};
  api::iam::GroupDetail out;
  out.path = group->path;
  out.group_name = group->name;
  out.group_id = group->id;
  out.arn = group->arn();
  out.create_date = group->created_at;
  TRY(out.group_policy_list, inline_details(reader, group->id));
  TRY(out.attached_managed_policies, attached_details(reader, group->id));
  response.group_detail_list->push_back(std::move(out));
  return {};
}

Result<void> add_role(store::Reader& reader, const std::string& id, const LastUses& uses, Response& response) {
  TRY(const auto role, find_role_by_id(reader, id));
  if (!role) return {};
  api::iam::RoleDetail out;
  out.path = role->path;
  out.role_name = role->name;
  out.role_id = role->id;
  out.arn = role->arn();
  out.create_date = role->created_at;
  out.assume_role_policy_document = shown_document(role->trust);
  TRY(out.role_policy_list, inline_details(reader, id));
  TRY(out.attached_managed_policies, attached_details(reader, id));
  TRY(const auto profiles, instance_profiles_of(reader, id, everything()));
  auto& shown_profiles = out.instance_profile_list.emplace();
  for (const InstanceProfile& profile : profiles) {
    TRY(auto one, shown_with_role(reader, profile));
    shown_profiles.push_back(std::move(one));
  }
  out.permissions_boundary = shown_boundary(role->boundary);
  TRY(out.tags, tags_of(reader, id));
  TRY(const auto use, last_use(reader, uses, id));
  out.role_last_used.emplace();
  if (use) out.role_last_used = {.last_used_date = use->at, .region = use->region};
  response.role_detail_list->push_back(std::move(out));
  return {};
}

Result<void> add_policy(store::Reader& reader, const std::string& account, const std::string& arn, Response& response) {
  TRY(const auto policy, find_policy(reader, account, arn));
  if (!policy) return {};
  TRY(const Usage usage, usage_of(reader, account, arn));
  const api::iam::Policy told = shown(*policy, usage);
  api::iam::ManagedPolicyDetail out;
  out.policy_name = told.policy_name;
  out.policy_id = told.policy_id;
  out.arn = told.arn;
  out.path = told.path;
  out.default_version_id = told.default_version_id;
  out.attachment_count = told.attachment_count;
  out.permissions_boundary_usage_count = told.permissions_boundary_usage_count;
  out.is_attachable = told.is_attachable;
  out.create_date = told.create_date;
  out.update_date = told.update_date;
  auto& shown_versions = out.policy_version_list.emplace();
  TRY(const auto versions, list_versions(reader, *policy));
  for (const StoredVersion& version : versions) {
    shown_versions.push_back(shown(*policy, version));
    shown_versions.back().document = shown_document(version.document);
  }
  response.policies->push_back(std::move(out));
  return {};
}

}  // namespace

DetailFilter::DetailFilter(const std::optional<std::vector<std::string>>& names) {
  if (names) names_.insert(names->begin(), names->end());
}

std::string DetailFilter::text() const {
  std::string out;
  for (const std::string& name : names_) out += "|" + name;
  return out;
}

Result<Response> authorization_details(store::Reader& reader, const std::string& account, const DetailFilter& filter,
                                       const Paging& paging, const LastUses& uses) {
  TRY(auto page, items(reader, account, filter));
  Response response;
  response.user_detail_list.emplace();
  response.group_detail_list.emplace();
  response.role_detail_list.emplace();
  response.policies.emplace();
  show_page(page, paging, response, [](const Item& item) { return item.key; });
  for (const Item& item : page) {
    switch (item.key.front()) {
      case '1': REQUIRE_OK(add_user(reader, item.id, response)); break;
      case '2': REQUIRE_OK(add_group(reader, account, item.id, response)); break;
      case '3': REQUIRE_OK(add_role(reader, item.id, uses, response)); break;
      default: REQUIRE_OK(add_policy(reader, account, item.id, response));
    }
  }
  return response;
}

}  // namespace lightwell::iam
