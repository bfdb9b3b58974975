// GetServiceLinkedRoleDeletionStatus tells how the removal of a service-linked role went.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html

#include "services/iam/deletion_task_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::GetServiceLinkedRoleDeletionStatusResponse>> IamService::get_service_linked_role_deletion_status(
    const Call& call, api::iam::GetServiceLinkedRoleDeletionStatusRequest& request) {
  CO_TRY(const bool is_known, co_await read([&](store::Reader& reader) {
           return has_deletion_task(reader, call.account, request.deletion_task_id);
         }));
  if (!is_known) {
    co_return fail(errors::no_such_entity_exception,
                   "The deletion task " + request.deletion_task_id + " cannot be found.");
  }
  namespace states = api::iam::values::deletion_task_status_type;
  co_return api::iam::GetServiceLinkedRoleDeletionStatusResponse{.status = states::succeeded};
}

}  // namespace lightwell::iam
