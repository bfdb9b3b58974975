#include "services/iam/attachment_store.h"

#include <algorithm>

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

int64_t first_integer(const store::Row& row) { return row.integer(0); }

InlinePolicy inline_row(const store::Row& row) { return {row.string(0), row.string(1)}; }

constexpr std::string_view kServiceRolePath = "/aws-service-role/";

std::string_view quota_word(EntityKind kind) {
  return kind == EntityKind::user    ? "PoliciesPerUser"
         : kind == EntityKind::group ? "PoliciesPerGroup"
                                     : "PoliciesPerRole";
}

Result<int64_t> count(store::Reader& reader, std::string_view sql, const std::string& entity) {
  TRY(const auto found, reader.first(sql, {entity}, first_integer));
  return found.value_or(0);
}

constexpr std::string_view kCountAttached = "SELECT count(*) FROM iam_attachments WHERE entity = $1";
constexpr std::string_view kCountInline = "SELECT count(*) FROM iam_inline_policies WHERE entity = $1";

}  // namespace

Result<void> attach(store::Transaction& transaction, const Entity& entity, const std::string& arn, Timestamp now) {
  TRY(const PolicyArn parsed, check_policy_arn(arn));
  TRY(const auto policy, find_policy(transaction, entity.account, arn));
  if (!policy) return fail(not_attachable(arn));
  if (policy->is_aws() && parsed.path.starts_with(kServiceRolePath) && !entity.service) {
    return fail(errors::policy_not_attachable_exception, "Cannot attach a Service Role Policy to a Customer Role.");
  }
  REQUIRE_OK(
      transaction.execute("INSERT INTO iam_attachments (entity, policy_arn, account, attached_at) "
                          "VALUES ($1, $2, $3, $4) ON CONFLICT (entity, policy_arn) DO NOTHING",
                          {entity.id, arn, entity.account, now}));
  TRY(const int64_t attached, count(transaction, kCountAttached, entity.id));
  if (attached > kAttachedMax) return fail(over_quota(quota_word(entity.kind), kAttachedMax));
  return {};
}

Result<void> detach(store::Transaction& transaction, const Entity& entity, const std::string& arn) {
  REQUIRE_OK(check_policy_arn(arn));
  TRY(const int64_t gone,
      transaction.execute("DELETE FROM iam_attachments WHERE entity = $1 AND policy_arn = $2", {entity.id, arn}));
  if (gone == 0) return fail(no_such_policy(arn));
  return {};
}

Result<std::vector<PolicyArn>> attached_policies(store::Reader& reader, const std::string& entity) {
  TRY(auto found,
      reader.all("SELECT policy_arn FROM iam_attachments WHERE entity = $1", {entity},
                 [](const store::Row& row) { return parse_policy_arn(row.text(0)).value_or(PolicyArn{}); }));
  std::ranges::sort(found, {}, [](const PolicyArn& policy) { return to_lower(policy.name); });
  return found;
}

Result<std::vector<Entity>> entities_with_policy(store::Reader& reader, const std::string& account, EntityKind kind,
                                                 const std::string& arn, bool as_boundary) {
  static constexpr std::string_view kAttached =
      "SELECT entity FROM iam_attachments WHERE account = $1 AND policy_arn = $2";
  static constexpr std::string_view kBoundUsers =
      "SELECT id FROM iam_users WHERE account = $1 AND permissions_boundary = $2";
  static constexpr std::string_view kBoundRoles =
      "SELECT id FROM iam_roles WHERE account = $1 AND permissions_boundary = $2";
  if (as_boundary && kind == EntityKind::group) return std::vector<Entity>{};
  const std::string_view sql = !as_boundary ? kAttached : kind == EntityKind::user ? kBoundUsers : kBoundRoles;
  TRY(const auto ids, reader.all(sql, {account, arn}, [](const store::Row& row) { return row.string(0); }));
  std::vector<Entity> found;
  for (const std::string& id : ids) {
    TRY(auto entity, entity_of_id(reader, id));
    if (entity && entity->kind == kind) found.push_back(*std::move(entity));
  }
  std::ranges::sort(found, {}, [](const Entity& entity) { return to_lower(entity.name); });
  return found;
}

Result<void> put_inline_policy(store::Transaction& transaction, const Entity& entity, const InlinePolicy& policy) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO iam_inline_policies (entity, name, account, document) "
                          "VALUES ($1, $2, $3, $4) "
                          "ON CONFLICT (entity, name) DO UPDATE SET document = excluded.document",
                          {entity.id, policy.name, entity.account, policy.document}));
  TRY(const auto all, inline_policies(transaction, entity.id));
  size_t size = 0;
  for (const InlinePolicy& one : all) size += counted_size(one.document);
  const size_t max = inline_size_max(entity.kind);
  if (size > max) {
    return fail(errors::limit_exceeded_exception, "Maximum policy size of " + std::to_string(max) +
                                                      " bytes exceeded for " + std::string(word_of(entity.kind)) + " " +
                                                      entity.name);
  }
  return {};
}

Result<std::optional<InlinePolicy>> find_inline_policy(store::Reader& reader, const std::string& entity,
                                                       const std::string& name) {
  return reader.first("SELECT name, document FROM iam_inline_policies WHERE entity = $1 AND name = $2", {entity, name},
                      inline_row);
}

Result<bool> delete_inline_policy(store::Transaction& transaction, const std::string& entity, const std::string& name) {
  TRY(const int64_t gone,
      transaction.execute("DELETE FROM iam_inline_policies WHERE entity = $1 AND name = $2", {entity, name}));
  return gone != 0;
}

Result<std::vector<InlinePolicy>> inline_policies(store::Reader& reader, const std::string& entity) {
  return reader.all("SELECT name, document FROM iam_inline_policies WHERE entity = $1 ORDER BY name", {entity},
                    inline_row);
}

Result<void> check_without_policies(store::Reader& reader, const std::string& entity) {
  TRY(const int64_t attached, count(reader, kCountAttached, entity));
  if (attached > 0) {
    return fail(must_first("detach all policies"));
  }
  TRY(const int64_t inlined, count(reader, kCountInline, entity));
  if (inlined > 0) return fail(must_first("delete policies"));
  return {};
}

}  // namespace lightwell::iam
