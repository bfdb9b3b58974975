#include "services/iam/schema.h"

#include "services/iam/policy_schema.h"

namespace lightwell::iam {

const std::vector<store::Migration>& migrations() {
  static const std::vector<store::Migration> steps = {{1, people_tables()}, {2, policy_tables()}};
  return steps;
}

Result<void> empty_people(store::Transaction& transaction) {
  for (const std::string_view sql :
       {"DELETE FROM iam_tags", "DELETE FROM iam_last_uses", "DELETE FROM iam_memberships", "DELETE FROM iam_ssh_keys",
        "DELETE FROM iam_signing_certificates", "DELETE FROM iam_mfa_devices", "DELETE FROM iam_past_passwords",
        "DELETE FROM iam_login_profiles", "DELETE FROM iam_access_keys", "DELETE FROM iam_groups",
        "DELETE FROM iam_users", "DELETE FROM iam_account_aliases", "DELETE FROM iam_password_policies",
        "DELETE FROM iam_credential_reports", "DELETE FROM iam_accounts"}) {
    REQUIRE_OK(transaction.execute(sql));
  }
  return {};
}

std::string_view people_tables() {
  return R"sql(
CREATE TABLE iam_users (
  id TEXT PRIMARY KEY,                 -- AIDA...
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  name_lower TEXT NOT NULL,            -- names are not told apart by case
  path TEXT NOT NULL,
  permissions_boundary TEXT,           -- ARN of a policy
  password_last_used_at BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (account, name_lower)
) WITHOUT ROWID;
CREATE INDEX iam_users_by_boundary ON iam_users (permissions_boundary);

CREATE TABLE iam_groups (
  id TEXT PRIMARY KEY,                 -- AGPA...
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  name_lower TEXT NOT NULL,
  path TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (account, name_lower)
) WITHOUT ROWID;

CREATE TABLE iam_memberships (
  user_id TEXT NOT NULL REFERENCES iam_users (id),
  group_id TEXT NOT NULL REFERENCES iam_groups (id),
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, group_id)
) WITHOUT ROWID;
CREATE INDEX iam_memberships_of_group ON iam_memberships (group_id);

CREATE TABLE iam_access_keys (
  id TEXT PRIMARY KEY,                 -- AKIA...
  account TEXT NOT NULL,
  user_id TEXT REFERENCES iam_users (id),  -- NULL: of the account's root
  secret BLOB NOT NULL,                -- sealed; bound to the id
  is_active INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL           -- when the key was last made active or inactive
) WITHOUT ROWID;
CREATE INDEX iam_access_keys_of_user ON iam_access_keys (account, (coalesce(user_id, '')));

-- Of access keys and roles. Written in batches: what the last minute brought is in memory.
CREATE TABLE iam_last_uses (
  id TEXT PRIMARY KEY,                 -- AKIA..., AROA...
  used_at BIGINT NOT NULL,
  service TEXT NOT NULL,
  region TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE iam_login_profiles (
  user_id TEXT PRIMARY KEY REFERENCES iam_users (id),
  password TEXT NOT NULL,              -- $argon2id$...
  is_reset_required INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
) WITHOUT ROWID;

-- Passwords a user had, as far as the largest PasswordReusePrevention looks back.
CREATE TABLE iam_past_passwords (
  user_id TEXT NOT NULL REFERENCES iam_users (id),
  number BIGINT NOT NULL,
  password TEXT NOT NULL,
  PRIMARY KEY (user_id, number)
) WITHOUT ROWID;

CREATE TABLE iam_mfa_devices (
  serial TEXT PRIMARY KEY,             -- arn:aws:iam::ACCOUNT:mfa/...
  account TEXT NOT NULL,
  serial_lower TEXT NOT NULL UNIQUE,
  seed BLOB NOT NULL,                  -- sealed; bound to the serial number
  user_id TEXT REFERENCES iam_users (id),  -- NULL with enabled_at: of the account's root
  enabled_at BIGINT,                   -- NULL: assigned to nobody
  last_step BIGINT NOT NULL,           -- a code is good once: of later steps of 30 seconds than this alone
  drift BIGINT NOT NULL,               -- steps the device is ahead of the clock
  created_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX iam_mfa_devices_of_account ON iam_mfa_devices (account, serial_lower);
CREATE INDEX iam_mfa_devices_of_user ON iam_mfa_devices (user_id);

CREATE TABLE iam_ssh_keys (
  id TEXT PRIMARY KEY,                 -- APKA...
  user_id TEXT NOT NULL REFERENCES iam_users (id),
  fingerprint TEXT NOT NULL,           -- MD5, as OpenSSH writes it: 16 pairs of hex digits
  body TEXT NOT NULL,                  -- ssh-rsa AAAA...
  is_active INTEGER NOT NULL,
  uploaded_at BIGINT NOT NULL,
  UNIQUE (user_id, fingerprint)
) WITHOUT ROWID;

CREATE TABLE iam_signing_certificates (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  user_id TEXT REFERENCES iam_users (id),  -- NULL: of the account's root
  fingerprint TEXT NOT NULL,           -- SHA-256 of the certificate, in hex
  body TEXT NOT NULL,                  -- PEM
  is_active INTEGER NOT NULL,
  uploaded_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX iam_signing_certificates_of_user ON iam_signing_certificates (account, (coalesce(user_id, '')));

CREATE TABLE iam_tags (
  account TEXT NOT NULL,
  entity TEXT NOT NULL,                -- unique id; the ARN of what has none
  key TEXT NOT NULL,
  key_lower TEXT NOT NULL,             -- as it is compared: without case for users and roles
  value TEXT NOT NULL,
  position BIGINT NOT NULL,            -- in the order they were given
  PRIMARY KEY (entity, key_lower)
) WITHOUT ROWID;

-- Accounts whose root was asked for: when that was first is when the root is said to be made.
CREATE TABLE iam_accounts (
  account TEXT PRIMARY KEY,
  created_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE iam_account_aliases (
  alias TEXT PRIMARY KEY,
  account TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE TABLE iam_password_policies (
  account TEXT PRIMARY KEY,
  length_min BIGINT NOT NULL,
  needs_symbols INTEGER NOT NULL,
  needs_numbers INTEGER NOT NULL,
  needs_uppercase INTEGER NOT NULL,
  needs_lowercase INTEGER NOT NULL,
  users_may_change INTEGER NOT NULL,
  age_max_days BIGINT,                 -- NULL: passwords do not expire
  reuse_prevention BIGINT,
  is_expiry_hard INTEGER
) WITHOUT ROWID;

CREATE TABLE iam_credential_reports (
  account TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  made_at BIGINT NOT NULL
) WITHOUT ROWID;
)sql";
}

}  // namespace lightwell::iam
