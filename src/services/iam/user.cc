#include "services/iam/user.h"

namespace lightwell::iam {

api::iam::User shown(const User& user) {
  api::iam::User out;
  out.path = user.path;
  out.user_name = user.name;
  out.user_id = user.id;
  out.arn = user.arn();
  out.create_date = user.created_at;
  out.password_last_used = user.password_last_used_at;
  return out;
}

std::optional<api::iam::AttachedPermissionsBoundary> shown_boundary(const std::optional<std::string>& arn) {
  if (!arn) return std::nullopt;
  api::iam::AttachedPermissionsBoundary out;
  out.permissions_boundary_type = "Policy";  // the model says PermissionsBoundaryPolicy, which AWS never answers
  out.permissions_boundary_arn = *arn;
  return out;
}

api::iam::Group shown(const Group& group) {
  api::iam::Group out;
  out.path = group.path;
  out.group_name = group.name;
  out.group_id = group.id;
  out.arn = group.arn();
  out.create_date = group.created_at;
  return out;
}

}  // namespace lightwell::iam
