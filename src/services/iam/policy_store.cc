#include "services/iam/policy_store.h"

#include "base/text.h"
#include "services/iam/errors.h"
#include "services/iam/managed_policies.h"

namespace lightwell::iam {
namespace {

ManagedPolicy policy_row(const store::Row& row) {
  return {.id = row.string(0),
          .account = row.string(1),
          .name = row.string(2),
          .path = row.string(3),
          .description = row.optional_string(4),
          .default_version = row.integer(5),
          .last_version = row.integer(6),
          .created_at = row.time(7),
          .updated_at = row.time(8)};
}

StoredVersion version_row(const store::Row& row) {
  return {.number = row.integer(0), .document = row.string(1), .created_at = row.time(2)};
}

int64_t first_integer(const store::Row& row) { return row.integer(0); }

StoredVersion version_of(const AwsPolicy& policy) {
  return {.number = policy.version, .document = std::string(policy.document), .created_at = policy.updated_at};
}

}  // namespace

ManagedPolicy policy_of(const AwsPolicy& policy) {
  return {.id = policy.id,
          .account = "aws",
          .name = policy.name,
          .path = policy.path,
          .default_version = policy.version,
          .last_version = policy.version,
          .created_at = policy.created_at,
          .updated_at = policy.updated_at};
}

Result<std::optional<ManagedPolicy>> find_policy(store::Reader& reader, const std::string& account,
                                                 std::string_view arn) {
  if (const AwsPolicy* own = find_aws_policy(arn)) return policy_of(*own);
  const auto parsed = parse_policy_arn(arn);
  if (!parsed || parsed->account != account) return std::nullopt;
  TRY(auto found, reader.first("SELECT id, account, name, path, description, default_version, last_version, "
                               "created_at, updated_at FROM iam_policies WHERE account = $1 AND name_lower = $2",
                               {account, to_lower(parsed->name)}, policy_row));
  if (found && found->arn() != arn) return std::nullopt;
  return found;
}

Result<ManagedPolicy> require_policy(store::Reader& reader, const std::string& account, std::string_view arn) {
  REQUIRE_OK(check_policy_arn(arn));
  TRY(auto found, find_policy(reader, account, arn));
  if (!found) return fail(no_such_policy(arn));
  return *std::move(found);
}

Result<ManagedPolicy> require_own_policy(store::Reader& reader, const std::string& account, std::string_view arn) {
  TRY(auto found, require_policy(reader, account, arn));
  if (found.is_aws()) {
    return fail(errors::invalid_input_exception,
                "Policy " + std::string(arn) + " is managed by AWS and is not modifiable.");
  }
  return found;
}

Result<void> insert_policy(store::Transaction& transaction, const ManagedPolicy& policy, const std::string& document) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO iam_policies (id, account, name, name_lower, path, description, default_version, last_version, "
      "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {policy.id, policy.account, policy.name, to_lower(policy.name), policy.path, policy.description,
       policy.default_version, policy.last_version, policy.created_at, policy.updated_at}));
  return insert_version(transaction, policy.id, {.number = 1, .document = document, .created_at = policy.created_at});
}

Result<void> delete_policy(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_policies WHERE id = $1", {id}));
  return {};
}

Result<int64_t> count_policies(store::Reader& reader, const std::string& account) {
  TRY(const auto count, reader.first("SELECT count(*) FROM iam_policies WHERE account = $1", {account}, first_integer));
  return count.value_or(0);
}

Result<std::vector<ManagedPolicy>> list_policies(store::Reader& reader, const std::string& account,
                                                 const std::string& path_prefix, const std::string& after, size_t max) {
  return reader.all(
      "SELECT id, account, name, path, description, default_version, last_version, created_at, updated_at "
      "FROM iam_policies WHERE account = $1 AND name_lower > $2 AND substr(path, 1, length($3)) = $3 "
      "ORDER BY name_lower LIMIT $4",
      {account, after, path_prefix, int64_t(max)}, policy_row);
}

Result<std::vector<StoredVersion>> list_versions(store::Reader& reader, const ManagedPolicy& policy) {
  if (const AwsPolicy* own = find_aws_policy(policy.arn())) return std::vector{version_of(*own)};
  return reader.all(
      "SELECT number, document, created_at FROM iam_policy_versions WHERE policy = $1 ORDER BY number DESC",
      {policy.id}, version_row);
}

Result<std::optional<StoredVersion>> find_version(store::Reader& reader, const ManagedPolicy& policy, int64_t number) {
  if (const AwsPolicy* own = find_aws_policy(policy.arn())) {
    if (own->version != number) return std::nullopt;
    return version_of(*own);
  }
  return reader.first("SELECT number, document, created_at FROM iam_policy_versions WHERE policy = $1 AND number = $2",
                      {policy.id, number}, version_row);
}

Result<CheckedVersion> require_version(store::Reader& reader, const std::string& account, const std::string& arn,
                                       const std::string& version_id) {
  REQUIRE_OK(check_policy_arn(arn));
  TRY(auto policy, find_policy(reader, account, arn));
  const auto number = parse_version(version_id);
  if (!policy || !number) return fail(no_such_version(arn, version_id));
  TRY(auto version, find_version(reader, *policy, *number));
  if (!version) return fail(no_such_version(arn, version_id));
  return CheckedVersion{*std::move(policy), *std::move(version)};
}

Result<void> insert_version(store::Transaction& transaction, const std::string& policy, const StoredVersion& version) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO iam_policy_versions (policy, number, document, created_at) VALUES ($1, $2, $3, $4)",
      {policy, version.number, version.document, version.created_at}));
  REQUIRE_OK(transaction.execute("UPDATE iam_policies SET last_version = $2 WHERE id = $1", {policy, version.number}));
  return {};
}

Result<void> delete_version(store::Transaction& transaction, const std::string& policy, int64_t number) {
  REQUIRE_OK(
      transaction.execute("DELETE FROM iam_policy_versions WHERE policy = $1 AND number = $2", {policy, number}));
  return {};
}

Result<void> set_default_version(store::Transaction& transaction, const std::string& policy, int64_t number,
                                 Timestamp now) {
  REQUIRE_OK(transaction.execute("UPDATE iam_policies SET default_version = $2, updated_at = $3 WHERE id = $1",
                                 {policy, number, now}));
  return {};
}

Result<Usage> usage_of(store::Reader& reader, const std::string& account, const std::string& arn) {
  TRY(const auto attachments,
      reader.first("SELECT count(*) FROM iam_attachments WHERE account = $1 AND policy_arn = $2", {account, arn},
                   first_integer));
  TRY(const auto boundaries,
      reader.first("SELECT (SELECT count(*) FROM iam_users WHERE account = $1 AND permissions_boundary = $2) + "
                   "(SELECT count(*) FROM iam_roles WHERE account = $1 AND permissions_boundary = $2)",
                   {account, arn}, first_integer));
  return Usage{attachments.value_or(0), boundaries.value_or(0)};
}

Result<std::map<std::string, Usage>> usages(store::Reader& reader, const std::string& account) {
  std::map<std::string, Usage> found;
  REQUIRE_OK(reader.each("SELECT policy_arn, count(*) FROM iam_attachments WHERE account = $1 GROUP BY policy_arn",
                         {account}, [&](const store::Row& row) {
                           found[row.string(0)].attachments = row.integer(1);
                           return true;
                         }));
  for (const std::string_view sql :
       {"SELECT permissions_boundary, count(*) FROM iam_users "
        "WHERE account = $1 AND permissions_boundary IS NOT NULL GROUP BY permissions_boundary",
        "SELECT permissions_boundary, count(*) FROM iam_roles "
        "WHERE account = $1 AND permissions_boundary IS NOT NULL GROUP BY permissions_boundary"}) {
    REQUIRE_OK(reader.each(sql, {account}, [&](const store::Row& row) {
      found[row.string(0)].boundaries += row.integer(1);
      return true;
    }));
  }
  return found;
}

Result<PermissionCounts> count_permissions(store::Reader& reader, const std::string& account) {
  TRY(const auto counts, reader.first("SELECT (SELECT count(*) FROM iam_policies WHERE account = $1), "
                                      "(SELECT count(*) FROM iam_policy_versions WHERE policy IN "
                                      "(SELECT id FROM iam_policies WHERE account = $1)), "
                                      "(SELECT count(*) FROM iam_roles WHERE account = $1), "
                                      "(SELECT count(*) FROM iam_instance_profiles WHERE account = $1), "
                                      "(SELECT count(*) FROM iam_oidc_providers WHERE account = $1)",
                                      {account}, [](const store::Row& row) {
                                        return PermissionCounts{row.integer(0), row.integer(1), row.integer(2),
                                                                row.integer(3), row.integer(4)};
                                      }));
  return counts.value_or(PermissionCounts{});
}

Result<void> check_boundary(store::Reader& reader, const std::string& account, const std::string& arn) {
  if (!parse_policy_arn(arn)) return fail(errors::invalid_input_exception, "ARN " + arn + " is not valid.");
  TRY(const auto found, find_policy(reader, account, arn));
  if (!found) {
    return fail(errors::no_such_entity_exception, "Scope ARN: " + arn + " does not exist or is not attachable.");
  }
  return {};
}

}  // namespace lightwell::iam
