#include "services/iam/policy_sets.h"

#include "services/iam/attachment_store.h"
#include "services/iam/errors.h"
#include "services/iam/group_store.h"
#include "services/iam/managed_policies.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {
namespace {

using policy::SourceType;

SourceType inline_type(EntityKind kind) {
  return kind == EntityKind::user    ? SourceType::user_inline
         : kind == EntityKind::group ? SourceType::group_inline
                                     : SourceType::role_inline;
}

// A kept document was read when it came; one that cannot be read now is broken, and nobody may be let in by the rest.
Result<std::shared_ptr<const policy::Document>> compiled(std::string_view json, policy::Kind kind,
                                                         const std::string& what) {
  auto document = policy::parse(json, kind);
  if (document) return *std::move(document);
  return fail(error(lightwell::errors::internal_error).log(what + " cannot be read: " + document.error().message));
}

Result<void> add_policies(store::Reader& reader, const Entity& entity, std::vector<policy::Attached>& out) {
  TRY(const auto inlined, inline_policies(reader, entity.id));
  for (const InlinePolicy& one : inlined) {
    TRY(auto document, compiled(one.document, policy::Kind::identity, one.name + " of " + entity.id));
    out.push_back(
        {.document = std::move(document), .name = one.name, .type = inline_type(entity.kind), .holder = entity.name});
  }
  TRY(const auto attached, attached_policies(reader, entity.id));
  for (const PolicyArn& one : attached) {
    const std::string arn = policy_arn(one.account, one.path, one.name);
    TRY(auto policy, managed_policy(reader, entity.account, arn));
    if (!policy) continue;
    policy->holder = entity.name;
    out.push_back(*std::move(policy));
  }
  return {};
}

}  // namespace

Result<std::optional<policy::Attached>> managed_policy(store::Reader& reader, const std::string& account,
                                                       const std::string& arn) {
  if (const AwsPolicy* own = find_aws_policy(arn)) {
    return policy::Attached{
        .document = document_of(*own), .name = own->name, .arn = arn, .type = SourceType::aws_managed};
  }
  TRY(const auto found, find_policy(reader, account, arn));
  if (!found) return std::nullopt;
  TRY(const auto version, find_version(reader, *found, found->default_version));
  if (!version) return std::nullopt;
  TRY(auto document, compiled(version->document, policy::Kind::managed, arn));
  return policy::Attached{
      .document = std::move(document), .name = found->name, .arn = arn, .type = SourceType::user_managed};
}

Result<std::vector<policy::Attached>> policies_of(store::Reader& reader, const Entity& entity) {
  std::vector<policy::Attached> out;
  REQUIRE_OK(add_policies(reader, entity, out));
  if (entity.kind != EntityKind::user) return out;
  TRY(const auto groups, groups_of(reader, entity.id));
  for (const Group& group : groups) {
    const Entity holder{EntityKind::group, group.account, group.id, group.name, group.path};
    REQUIRE_OK(add_policies(reader, holder, out));
  }
  return out;
}

Result<policy::PolicySet> policy_set_of(store::Reader& reader, const Entity& entity) {
  policy::PolicySet set;
  TRY(set.identity, policies_of(reader, entity));
  if (entity.boundary) {
    TRY(set.boundary, managed_policy(reader, entity.account, *entity.boundary));
    // A boundary that is gone allows nothing.
    if (!set.boundary) return policy::PolicySet{};
    set.boundary->type = SourceType::boundary;
    set.boundary->holder = entity.name;
  }
  TRY(const auto tags, tags_of(reader, entity.id));
  for (const api::iam::Tag& tag : tags) set.tags.push_back({tag.key, tag.value});
  return set;
}

}  // namespace lightwell::iam
