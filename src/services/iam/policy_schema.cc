#include "services/iam/policy_schema.h"

namespace lightwell::iam {

std::string_view policy_tables() {
  return R"sql(
-- Managed policies of customers. AWS's own are no rows.
CREATE TABLE iam_policies (
  id TEXT PRIMARY KEY,                 -- ANPA…
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  name_lower TEXT NOT NULL,
  path TEXT NOT NULL,
  description TEXT,
  default_version BIGINT NOT NULL,
  last_version BIGINT NOT NULL,        -- numbers are never given twice
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (account, name_lower)
);

CREATE TABLE iam_policy_versions (
  policy TEXT NOT NULL REFERENCES iam_policies (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  document TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (policy, number)
) WITHOUT ROWID;

-- A managed policy on a user, group or role.
CREATE TABLE iam_attachments (
  entity TEXT NOT NULL,                -- AIDA…, AGPA…, AROA…
  policy_arn TEXT NOT NULL,
  account TEXT NOT NULL,
  attached_at BIGINT NOT NULL,
  PRIMARY KEY (entity, policy_arn)
) WITHOUT ROWID;
CREATE INDEX iam_attachments_of_policy ON iam_attachments (account, policy_arn);

CREATE TABLE iam_inline_policies (
  entity TEXT NOT NULL,
  name TEXT NOT NULL,
  account TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (entity, name)
) WITHOUT ROWID;

CREATE TABLE iam_roles (
  id TEXT PRIMARY KEY,                 -- AROA…
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  name_lower TEXT NOT NULL,
  path TEXT NOT NULL,
  trust TEXT NOT NULL,                 -- the trust policy; users and roles stand in it as their unique ids
  description TEXT,
  session_seconds_max BIGINT NOT NULL,
  permissions_boundary TEXT,
  service TEXT,                        -- of a service-linked role
  created_at BIGINT NOT NULL,
  UNIQUE (account, name_lower)
);

CREATE TABLE iam_instance_profiles (
  id TEXT PRIMARY KEY,                 -- AIPA…
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  name_lower TEXT NOT NULL,
  path TEXT NOT NULL,
  role TEXT REFERENCES iam_roles (id), -- NULL: none
  created_at BIGINT NOT NULL,
  UNIQUE (account, name_lower)
);
CREATE INDEX iam_instance_profiles_of_role ON iam_instance_profiles (role);

CREATE TABLE iam_oidc_providers (
  account TEXT NOT NULL,
  url TEXT NOT NULL,                   -- host and path, without https://
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account, url)
) WITHOUT ROWID;

-- Client ids and thumbprints, in their order.
CREATE TABLE iam_oidc_entries (
  account TEXT NOT NULL,
  url TEXT NOT NULL,
  kind TEXT NOT NULL,                  -- 'client' or 'thumbprint'
  position BIGINT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, url, kind, position),
  FOREIGN KEY (account, url) REFERENCES iam_oidc_providers (account, url) ON DELETE CASCADE
) WITHOUT ROWID;

-- Deleted service-linked roles: what GetServiceLinkedRoleDeletionStatus is asked for.
CREATE TABLE iam_deletion_tasks (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  created_at BIGINT NOT NULL
) WITHOUT ROWID;
)sql";
}

Result<void> empty_permissions(store::Transaction& transaction) {
  for (const std::string_view sql :
       {"DELETE FROM iam_deletion_tasks", "DELETE FROM iam_oidc_entries", "DELETE FROM iam_oidc_providers",
        "DELETE FROM iam_instance_profiles", "DELETE FROM iam_roles", "DELETE FROM iam_inline_policies",
        "DELETE FROM iam_attachments", "DELETE FROM iam_policy_versions", "DELETE FROM iam_policies"}) {
    REQUIRE_OK(transaction.execute(sql));
  }
  return {};
}

}  // namespace lightwell::iam
