// CreateServiceLinkedRole makes the role that an AWS service works with in the account.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html

#include "services/iam/attachment_store.h"
#include "services/iam/iam.h"
#include "services/iam/name_rules.h"
#include "services/iam/role_store.h"
#include "services/iam/service_roles.h"

namespace lightwell::iam {

Task<Result<api::iam::CreateServiceLinkedRoleResponse>> IamService::create_service_linked_role(
    const Call& call, api::iam::CreateServiceLinkedRoleRequest& request) {
  const ServiceRole* service = find_service_role(request.aws_service_name);
  if (service == nullptr) {
    co_return fail(errors::invalid_input_exception,
                   "Service role creation for " + request.aws_service_name + " is not supported.");
  }
  if (request.custom_suffix && !service->takes_suffix) {
    co_return fail(errors::invalid_input_exception,
                   "Custom suffix is not allowed for " + request.aws_service_name + ".");
  }
  Role role{.id = unique_id("AROA", ids_),
            .account = call.account,
            .name = std::string(service->role) + (request.custom_suffix ? "_" + *request.custom_suffix : ""),
            .path = "/aws-service-role/" + request.aws_service_name + "/",
            .trust = trust_of_service(request.aws_service_name),
            .description = request.description,
            .service = request.aws_service_name,
            .created_at = call.now};
  const auto made = co_await write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(insert_role(transaction, role));
    REQUIRE_OK(attach(transaction, role.entity(), policy_arn("aws", service->policy_path, service->policy), call.now));
    changed(transaction, call.account);
    return {};
  });
  if (!made && made.error().kind == &errors::entity_already_exists_exception) {
    co_return fail(
        errors::invalid_input_exception,
        "Service role name " + role.name + " has been taken in this account, please try a different suffix.");
  }
  CO_CHECK(made);
  co_return api::iam::CreateServiceLinkedRoleResponse{.role = shown(role)};
}

}  // namespace lightwell::iam
