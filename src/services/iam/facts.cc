#include "services/iam/facts.h"

#include "services/iam/iam.h"
#include "services/iam/key_store.h"
#include "services/iam/name_rules.h"
#include "services/iam/oidc_store.h"
#include "services/iam/policy_store.h"
#include "services/iam/role_store.h"
#include "services/iam/service_roles.h"
#include "services/iam/tag_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

Result<std::vector<SessionTag>> session_tags(store::Reader& reader, const std::string& entity) {
  TRY(const auto tags, tags_of(reader, entity));
  std::vector<SessionTag> out;
  for (const api::iam::Tag& tag : tags) out.push_back({tag.key, tag.value});
  return out;
}

struct Known {
  std::string arn;
  std::string tagged_as;  // its unique id, or its ARN
};

// A service-linked role that is to be made: role/aws-service-role/SERVICE/*, whose name the request does not say.
std::optional<Known> service_role(const EntityArn& parsed) {
  std::string_view service = parsed.path;
  const std::string_view start = ServiceRole::policy_path;
  if (!service.starts_with(start)) return std::nullopt;
  service.remove_prefix(start.size());
  if (service.ends_with('/')) service.remove_suffix(1);
  const ServiceRole* role = find_service_role(service);
  if (role == nullptr) return std::nullopt;
  return Known{entity_arn(EntityKind::role, parsed.account, parsed.path, role->role), ""};
}

// A provider that is to be made is asked for by its URL.
Known oidc_provider(const EntityArn& parsed) {
  OidcProvider provider{.account = parsed.account, .url = parsed.path.substr(1) + parsed.name};
  if (const auto url = read_provider_url(provider.url)) provider.url = *url;
  return Known{provider.arn(), provider.arn()};
}

// What arn:aws:iam::ACCOUNT:KIND/NAME means, whatever its path.
Result<std::optional<Known>> known(store::Reader& reader, const EntityArn& parsed, const std::string& arn) {
  if (parsed.kind == "role" && parsed.name == "*") return service_role(parsed);
  if (parsed.kind == "role") {
    TRY(const auto role, find_entity(reader, EntityKind::role, parsed.account, parsed.name));
    if (role) return Known{arn_of(*role), role->id};
  }
  if (parsed.kind == "instance-profile") {
    TRY(const auto profile, find_instance_profile(reader, parsed.account, parsed.name));
    if (profile) return Known{profile->arn(), profile->id};
  }
  if (parsed.kind == "policy") {
    TRY(const auto policy, find_policy(reader, parsed.account, arn));
    if (policy) return Known{policy->arn(), policy->id};
  }
  if (parsed.kind == "oidc-provider") return oidc_provider(parsed);
  return std::nullopt;
}

}  // namespace

Task<Result<std::shared_ptr<const policy::PolicySet>>> IamService::policy_set(const Principal& principal) {
  co_return co_await permissions_.find(principal);
}

Task<Result<bool>> IamService::exists(std::string account, std::string id) {
  co_return co_await permissions_.exists(std::move(account), std::move(id));
}

Task<Result<std::optional<RoleFacts>>> IamService::role_facts(std::string account, std::string name) {
  co_return co_await database_.lookup([&](store::Reader& reader) -> Result<std::optional<RoleFacts>> {
    TRY(auto role, find_role(reader, account, name));
    if (!role) return std::nullopt;
    TRY(auto tags, session_tags(reader, role->id));
    return RoleFacts{*std::move(role), std::move(tags)};
  });
}

Task<Result<std::optional<OidcProvider>>> IamService::oidc_provider(std::string account, std::string url) {
  co_return co_await database_.lookup([&](store::Reader& reader) { return find_oidc_provider(reader, account, url); });
}

Task<Result<std::optional<ProfileFacts>>> IamService::instance_profile(std::string account, std::string name) {
  co_return co_await database_.lookup([&](store::Reader& reader) -> Result<std::optional<ProfileFacts>> {
    TRY(auto profile, find_instance_profile(reader, account, name));
    if (!profile) return std::nullopt;
    ProfileFacts facts{*std::move(profile)};
    if (!facts.profile.role) return facts;
    TRY(const auto role, entity_of_id(reader, *facts.profile.role));
    if (role) facts.role_name = role->name;
    return facts;
  });
}

Task<Result<std::optional<std::string>>> IamService::policy_document(std::string account, std::string arn) {
  co_return co_await database_.lookup([&](store::Reader& reader) -> Result<std::optional<std::string>> {
    TRY(const auto policy, find_policy(reader, account, arn));
    if (!policy) return std::nullopt;
    TRY(auto version, find_version(reader, *policy, policy->default_version));
    if (!version) return std::nullopt;
    return std::move(version->document);
  });
}

Task<Result<std::string>> IamService::holder_of_key(const Call& call, std::string access_key_id) {
  co_return co_await database_.lookup([&](store::Reader& reader) -> Result<std::string> {
    TRY(const auto key, find_key(reader, access_key_id));
    if (!key || key->account != call.account) return std::string("*");
    if (!key->user_id) return "arn:aws:iam::" + call.account + ":root";
    TRY(const auto user, find_user_by_id(reader, *key->user_id));
    return user ? user->arn() : std::string("*");
  });
}

Task<Result<EntityFacts>> IamService::entity_facts(const Call& call, std::string arn) {
  CO_TRY(auto person, co_await person_facts(call, arn));
  if (person) co_return *std::move(person);
  const auto parsed = read_entity_arn(arn);
  if (!parsed) co_return EntityFacts{std::move(arn)};
  co_return co_await database_.lookup([&](store::Reader& reader) -> Result<EntityFacts> {
    TRY(const auto found, known(reader, *parsed, arn));
    if (!found) return EntityFacts{arn};
    TRY(auto tags, tags_of(reader, found->tagged_as));
    return EntityFacts{found->arn, std::move(tags)};
  });
}

}  // namespace lightwell::iam
