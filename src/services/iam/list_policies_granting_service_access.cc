// ListPoliciesGrantingServiceAccess names the policies that let a user, group or role near a service.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html

#include <algorithm>

#include "services/iam/iam.h"
#include "services/iam/pages.h"
#include "services/iam/policy_sets.h"
#include "services/iam/policy_source.h"
#include "services/iam/service_access.h"

namespace lightwell::iam {
namespace {

api::iam::PolicyGrantingServiceAccess shown_grant(const policy::Attached& policy) {
  using policy::SourceType;
  namespace types = api::iam::values::policy_type;
  namespace owners = api::iam::values::policy_owner_entity_type;
  api::iam::PolicyGrantingServiceAccess out;
  out.policy_name = policy.name;
  if (!policy.arn.empty()) {
    out.policy_type = types::managed;
    out.policy_arn = policy.arn;
    return out;
  }
  out.policy_type = types::inline_;
  out.entity_name = policy.holder;
  out.entity_type = policy.type == SourceType::user_inline    ? owners::user
                    : policy.type == SourceType::group_inline ? owners::group
                                                              : owners::role;
  return out;
}

}  // namespace

Task<Result<api::iam::ListPoliciesGrantingServiceAccessResponse>> IamService::list_policies_granting_service_access(
    const Call& call, api::iam::ListPoliciesGrantingServiceAccessRequest& request) {
  CO_TRY(const Paging page, paging("policies granting access to " + request.arn, request.marker, std::nullopt));
  api::iam::ListPoliciesGrantingServiceAccessResponse response;
  auto& shown_services = response.policies_granting_service_access.emplace();
  CO_TRY(const auto attached, co_await read([&](store::Reader& reader) -> Result<std::vector<policy::Attached>> {
           TRY(const Entity entity, require_source(reader, call.account, request.arn));
           return policies_of(reader, entity);
         }));
  auto& services = request.service_namespaces;
  std::ranges::sort(services);
  show_page(services, page, response, [](const std::string& service) { return service; });
  for (const std::string& service : services) {
    auto& shown_service = shown_services.emplace_back();
    shown_service.service_namespace = service;
    auto& policies = shown_service.policies.emplace();
    for (const policy::Attached& one : attached) {
      if (grants_service(*one.document, service)) policies.push_back(shown_grant(one));
    }
  }
  co_return response;
}

}  // namespace lightwell::iam
