// ListPolicies lists the managed policies of the account, of AWS, or both: the account's first.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html

#include "services/iam/iam.h"
#include "services/iam/managed_policies.h"
#include "services/iam/policy_answers.h"

namespace lightwell::iam {
namespace {

struct Wanted {
  std::string scope;
  std::string path_prefix;
  bool only_attached = false;
  std::string usage;  // PermissionsPolicy, PermissionsBoundary, or any

  std::string text() const {
    return "|" + scope + "|" + path_prefix + (only_attached ? "|attached|" : "|all|") + usage;
  }

  bool takes(const ManagedPolicy& policy, const Usage& use) const {
    namespace usages = api::iam::values::policy_usage_type;
    if (!policy.path.starts_with(path_prefix)) return false;
    if (usage == usages::permissions_boundary) return use.boundaries > 0;
    if (usage == usages::permissions_policy) return use.attachments > 0;
    return !only_attached || use.attachments > 0;
  }
};

struct Listed {
  ManagedPolicy policy;
  Usage usage;
};

// The account's own come before AWS's.
std::string key_of(const Listed& one) { return (one.policy.is_aws() ? "2" : "1") + to_lower(one.policy.name); }

Result<std::vector<Listed>> list_wanted(store::Reader& reader, const std::string& account, const Wanted& wanted,
                                        const Paging& page, const std::map<std::string, Usage>& used) {
  namespace scopes = api::iam::values::policy_scope_type;
  std::vector<Listed> found;
  const auto add = [&](ManagedPolicy policy) {
    const auto use = used.find(policy.arn());
    Listed one{std::move(policy), use == used.end() ? Usage{} : use->second};
    if (wanted.takes(one.policy, one.usage) && key_of(one) > page.after) found.push_back(std::move(one));
    return int64_t(found.size()) < page.limit();
  };
  if (wanted.scope != scopes::aws) {
    TRY(auto own, list_policies(reader, account, wanted.path_prefix, "", size_t(kPoliciesMax)));
    for (ManagedPolicy& policy : own) {
      if (!add(std::move(policy))) return found;
    }
  }
  if (wanted.scope != scopes::local) {
    for (const AwsPolicy& policy : aws_policies()) {
      if (!add(policy_of(policy))) return found;
    }
  }
  return found;
}

}  // namespace

Task<Result<api::iam::ListPoliciesResponse>> IamService::list_policies(const Call& call,
                                                                       api::iam::ListPoliciesRequest& request) {
  const Wanted wanted{.scope = request.scope.value_or("All"),
                      .path_prefix = request.path_prefix.value_or("/"),
                      .only_attached = request.only_attached.value_or(false),
                      .usage = request.policy_usage_filter.value_or("")};
  CO_TRY(const Paging page, paging("policies of " + call.account + wanted.text(), request.marker, request.max_items));

  api::iam::ListPoliciesResponse response;
  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<std::vector<Listed>> {
           TRY(const auto used, usages(reader, call.account));
           return list_wanted(reader, call.account, wanted, page, used);
         }));
  cut_page(found, page, response, key_of);
  auto& policies = response.policies.emplace();
  for (const Listed& one : found) policies.push_back(shown(one.policy, one.usage));
  co_return response;
}

}  // namespace lightwell::iam
