// Roles and instance profiles, as the rest of the service speaks of them.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/iam/types.h"
#include "base/time.h"
#include "services/iam/entity.h"

namespace lightwell::iam {

inline constexpr int64_t kSessionSecondsUsual = 3600;

struct Role {
  std::string id;  // AROA…
  std::string account;
  std::string name;
  std::string path;
  std::string trust;  // as it is shown: ARNs for who exists
  std::optional<std::string> description = {};
  int64_t session_seconds_max = kSessionSecondsUsual;
  std::optional<std::string> boundary = {};
  std::optional<std::string> service = {};  // of a service-linked role
  Timestamp created_at;

  std::string arn() const { return entity_arn(EntityKind::role, account, path, name); }
  Entity entity() const { return {EntityKind::role, account, id, name, path, boundary, service}; }
};

struct InstanceProfile {
  std::string id;  // AIPA…
  std::string account;
  std::string name;
  std::string path;
  std::optional<std::string> role = {};  // AROA…
  Timestamp created_at;

  std::string arn() const { return "arn:aws:iam::" + account + ":instance-profile" + path + name; }
};

// As answers show them. What only some answers tell (description, durations, tags) is left out.
api::iam::Role shown(const Role& role);
// With what ListRoles tells.
api::iam::Role listed(const Role& role);
// Without its role.
api::iam::InstanceProfile shown(const InstanceProfile& profile);

}  // namespace lightwell::iam
