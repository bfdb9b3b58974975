#include "services/iam/role.h"

#include "services/iam/policy_rules.h"

namespace lightwell::iam {

api::iam::Role shown(const Role& role) {
  api::iam::Role out;
  out.path = role.path;
  out.role_name = role.name;
  out.role_id = role.id;
  out.arn = role.arn();
  out.create_date = role.created_at;
  out.assume_role_policy_document = shown_document(role.trust);
  return out;
}

api::iam::Role listed(const Role& role) {
  api::iam::Role out = shown(role);
  out.description = role.description;
  out.max_session_duration = int32_t(role.session_seconds_max);
  return out;
}

api::iam::InstanceProfile shown(const InstanceProfile& profile) {
  api::iam::InstanceProfile out;
  out.path = profile.path;
  out.instance_profile_name = profile.name;
  out.instance_profile_id = profile.id;
  out.arn = profile.arn();
  out.create_date = profile.created_at;
  out.roles.emplace();
  return out;
}

}  // namespace lightwell::iam
