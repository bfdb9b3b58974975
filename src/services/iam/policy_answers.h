// Policies as answers show them.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/iam/types.h"
#include "base/text.h"
#include "services/iam/attachment_store.h"
#include "services/iam/pages.h"
#include "services/iam/policy_store.h"

namespace lightwell::iam {

// Without description and tags, which only GetPolicy tells.
inline api::iam::Policy shown(const ManagedPolicy& policy, const Usage& usage) {
  api::iam::Policy out;
  out.policy_name = policy.name;
  out.policy_id = policy.id;
  out.arn = policy.arn();
  out.path = policy.path;
  out.default_version_id = version_text(policy.default_version);
  out.attachment_count = int32_t(usage.attachments);
  out.permissions_boundary_usage_count = int32_t(usage.boundaries);
  out.is_attachable = true;
  out.create_date = policy.created_at;
  out.update_date = policy.updated_at;
  return out;
}

// Without the document.
inline api::iam::PolicyVersion shown(const ManagedPolicy& policy, const StoredVersion& version) {
  api::iam::PolicyVersion out;
  out.version_id = version_text(version.number);
  out.is_default_version = version.number == policy.default_version;
  out.create_date = version.created_at;
  return out;
}

inline api::iam::AttachedPolicy shown(const PolicyArn& policy) {
  return {.policy_name = policy.name, .policy_arn = policy_arn(policy.account, policy.path, policy.name)};
}

inline api::iam::PolicyDetail shown(const InlinePolicy& policy) {
  return {.policy_name = policy.name, .policy_document = shown_document(policy.document)};
}

// A page of what is attached to somebody. Answers: ListAttachedUserPolicies and its likes.
template <class Answer>
Answer attached_page(std::vector<PolicyArn> policies, const std::optional<std::string>& path_prefix,
                     const Paging& paging) {
  Answer answer;
  const std::string prefix = path_prefix.value_or("/");
  std::erase_if(policies, [&](const PolicyArn& policy) { return !policy.path.starts_with(prefix); });
  show_page(policies, paging, answer, [](const PolicyArn& policy) { return to_lower(policy.name); });
  auto& shown_policies = answer.attached_policies.emplace();
  for (const PolicyArn& policy : policies) shown_policies.push_back(shown(policy));
  return answer;
}

// A page of somebody's inline policies. Answers: ListUserPolicies and its likes.
template <class Answer>
Answer inline_page(std::vector<InlinePolicy> policies, const Paging& paging) {
  Answer answer;
  show_page(policies, paging, answer, [](const InlinePolicy& policy) { return policy.name; });
  auto& names = answer.policy_names.emplace();
  for (const InlinePolicy& policy : policies) names.push_back(policy.name);
  return answer;
}

}  // namespace lightwell::iam
