// The rows of managed policies and their versions; AWS's own are found here too, though they are no rows.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "services/iam/policy_rules.h"
#include "store/sql/database.h"

namespace lightwell::iam {

struct ManagedPolicy {
  std::string id;       // ANPA…
  std::string account;  // "aws" for AWS's own
  std::string name;
  std::string path;
  std::optional<std::string> description = {};
  int64_t default_version = 1;
  int64_t last_version = 1;
  Timestamp created_at;
  Timestamp updated_at;

  std::string arn() const { return policy_arn(account, path, name); }
  bool is_aws() const { return account == "aws"; }
};

struct StoredVersion {
  int64_t number = 1;
  std::string document;
  Timestamp created_at;
};

// AWS's own and those of `account`; another account's is nothing.
Result<std::optional<ManagedPolicy>> find_policy(store::Reader& reader, const std::string& account,
                                                 std::string_view arn);
// NoSuchEntity, "… was not found."; ValidationError for what is no ARN.
Result<ManagedPolicy> require_policy(store::Reader& reader, const std::string& account, std::string_view arn);
// The same of what the account may change. InvalidInput for AWS's own.
Result<ManagedPolicy> require_own_policy(store::Reader& reader, const std::string& account, std::string_view arn);

// A name that is taken: store::errors::unique_violation.
Result<void> insert_policy(store::Transaction& transaction, const ManagedPolicy& policy, const std::string& document);
Result<void> delete_policy(store::Transaction& transaction, const std::string& id);
Result<int64_t> count_policies(store::Reader& reader, const std::string& account);
// The account's, by name without regard to case, behind the name `after`.
Result<std::vector<ManagedPolicy>> list_policies(store::Reader& reader, const std::string& account,
                                                 const std::string& path_prefix, const std::string& after, size_t max);
ManagedPolicy policy_of(const struct AwsPolicy& policy);

// Newest first. Of an AWS policy: its default version.
Result<std::vector<StoredVersion>> list_versions(store::Reader& reader, const ManagedPolicy& policy);
Result<std::optional<StoredVersion>> find_version(store::Reader& reader, const ManagedPolicy& policy, int64_t number);
struct CheckedVersion {
  ManagedPolicy policy;
  StoredVersion version;
};
// NoSuchEntity, "… does not exist or is not attachable."
Result<CheckedVersion> require_version(store::Reader& reader, const std::string& account, const std::string& arn,
                                       const std::string& version_id);
Result<void> insert_version(store::Transaction& transaction, const std::string& policy, const StoredVersion& version);
Result<void> delete_version(store::Transaction& transaction, const std::string& policy, int64_t number);
Result<void> set_default_version(store::Transaction& transaction, const std::string& policy, int64_t number,
                                 Timestamp now);

// How often a policy is used in an account.
struct Usage {
  int64_t attachments = 0;
  int64_t boundaries = 0;
};
Result<Usage> usage_of(store::Reader& reader, const std::string& account, const std::string& arn);
// Of all policies that are used, by ARN.
Result<std::map<std::string, Usage>> usages(store::Reader& reader, const std::string& account);

// What GetAccountSummary counts of an account.
struct PermissionCounts {
  int64_t policies = 0;
  int64_t versions = 0;
  int64_t roles = 0;
  int64_t instance_profiles = 0;
  int64_t providers = 0;
};
Result<PermissionCounts> count_permissions(store::Reader& reader, const std::string& account);

// That a policy may be somebody's permissions boundary. InvalidInput, NoSuchEntity.
Result<void> check_boundary(store::Reader& reader, const std::string& account, const std::string& arn);

}  // namespace lightwell::iam
