// DeleteServiceLinkedRole removes the role that an AWS service works with. It is done when it is answered.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html

#include "services/iam/attachment_store.h"
#include "services/iam/deletion_task_store.h"
#include "services/iam/iam.h"
#include "services/iam/role_store.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {
namespace {
constexpr auto kTaskLife = std::chrono::hours(7 * 24);
}

Task<Result<api::iam::DeleteServiceLinkedRoleResponse>> IamService::delete_service_linked_role(
    const Call& call, api::iam::DeleteServiceLinkedRoleRequest& request) {
  std::string task;
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Role role, require_role(transaction, call.account, request.role_name));
    if (!role.service) {
      return fail(errors::invalid_input_exception, "Role " + role.name + " is not a service-linked role.");
    }
    TRY(const auto policies, attached_policies(transaction, role.id));
    for (const PolicyArn& policy : policies) {
      REQUIRE_OK(detach(transaction, role.entity(), policy_arn(policy.account, policy.path, policy.name)));
    }
    REQUIRE_OK(remove_all_tags(transaction, role.id));
    REQUIRE_OK(remove_last_use(transaction, role.id));
    REQUIRE_OK(iam::delete_role(transaction, role.id));
    task = "task/aws-service-role/" + *role.service + "/" + role.name + "/" + ids_.uuid();
    REQUIRE_OK(forget_deletion_tasks(transaction, call.now - kTaskLife));
    REQUIRE_OK(insert_deletion_task(transaction, call.account, task, call.now));
    changed(transaction, call.account);
    return {};
  }));
  co_return api::iam::DeleteServiceLinkedRoleResponse{.deletion_task_id = task};
}

}  // namespace lightwell::iam
