#include "services/iam/permissions.h"

#include <algorithm>

#include "base/log.h"
#include "services/iam/managed_policies.h"
#include "services/iam/policy_sets.h"

namespace lightwell::iam {
namespace {

constexpr std::string_view kAdministrator = "arn:aws:iam::aws:policy/AdministratorAccess";

bool is_root(std::string_view arn) { return arn.starts_with("arn:aws:iam::") && arn.ends_with(":root"); }

Result<std::optional<Entity>> find_holder(store::Reader& reader, const std::string& id_or_arn) {
  if (id_or_arn.starts_with("arn:")) return entity_of_arn(reader, id_or_arn);
  return entity_of_id(reader, id_or_arn);
}

// What a root may: everything. Asked for those it lends its rights to.
std::shared_ptr<const policy::PolicySet> everything() {
  const AwsPolicy* administrator = find_aws_policy(kAdministrator);
  auto set = std::make_shared<policy::PolicySet>();
  if (administrator != nullptr) {
    set->identity.push_back({.document = document_of(*administrator),
                             .name = administrator->name,
                             .arn = administrator->arn,
                             .type = policy::SourceType::aws_managed});
  }
  return set;
}

bool same_limits(const Session& a, const Session& b) {
  return a.policies == b.policies && a.policy_arns == b.policy_arns;
}

Result<std::vector<policy::Attached>> session_policies(store::Reader& reader, const std::string& account,
                                                       const Session& session) {
  std::vector<policy::Attached> out;
  for (const std::string& json : session.policies) {
    auto document = policy::parse(json, policy::Kind::session);
    if (!document) {
      log::error("the policy of the session {} cannot be read: {}", session.name, document.error().message);
      continue;
    }
    out.push_back({.document = *std::move(document),
                   .name = "session policy",
                   .type = policy::SourceType::session,
                   .holder = session.name});
  }
  for (const std::string& arn : session.policy_arns) {
    TRY(auto policy, managed_policy(reader, account, arn));
    if (!policy) continue;
    policy->type = policy::SourceType::session;
    policy->holder = session.name;
    out.push_back(*std::move(policy));
  }
  return out;
}

}  // namespace

template <class Keep>
void Permissions::keep(const std::string& account, uint64_t changes, Keep keep) {
  const std::lock_guard lock(mutex_);
  if (changes != changes_) return;
  if (kept_ >= kept_max_) {
    accounts_.clear();
    kept_ = 0;
  }
  kept_ += keep(accounts_[account]) ? 1 : 0;
}

uint64_t Permissions::changes() {
  const std::lock_guard lock(mutex_);
  return changes_;
}

void Permissions::forget(const std::string& account) {
  const std::lock_guard lock(mutex_);
  ++changes_;
  const auto found = accounts_.find(account);
  if (found == accounts_.end()) return;
  kept_ -= std::min(kept_, found->second.holders.size() + found->second.sessions.size());
  accounts_.erase(found);
}

void Permissions::forget_all() {
  const std::lock_guard lock(mutex_);
  ++changes_;
  accounts_.clear();
  kept_ = 0;
}

Task<Result<Permissions::Holder>> Permissions::holder(std::string account, std::string id_or_arn) {
  uint64_t before = 0;
  {
    const std::lock_guard lock(mutex_);
    before = changes_;
    if (const auto known = accounts_.find(account); known != accounts_.end()) {
      const auto found = known->second.holders.find(id_or_arn);
      if (found != known->second.holders.end()) co_return found->second;
    }
  }
  CO_TRY(const Holder read, co_await database_.lookup([&](store::Reader& reader) -> Result<Holder> {
    TRY(const auto entity, find_holder(reader, id_or_arn));
    if (!entity || entity->account != account) return Holder{false, std::make_shared<policy::PolicySet>()};
    TRY(auto set, policy_set_of(reader, *entity));
    return Holder{true, std::make_shared<policy::PolicySet>(std::move(set))};
  }));
  keep(account, before, [&](Account& kept) { return kept.holders.insert_or_assign(id_or_arn, read).second; });
  co_return read;
}

Task<Result<bool>> Permissions::exists(std::string account, std::string id) {
  CO_TRY(const Holder found, co_await holder(std::move(account), std::move(id)));
  co_return found.exists;
}

Permissions::PolicySet Permissions::kept_session(const Principal& principal) {
  const std::lock_guard lock(mutex_);
  const auto account = accounts_.find(principal.account);
  if (account == accounts_.end()) return nullptr;
  const auto found = account->second.sessions.find(principal.access_key_id);
  if (found == account->second.sessions.end()) return nullptr;
  return same_limits(*found->second.session, *principal.session) ? found->second.policies : nullptr;
}

Task<Result<Permissions::PolicySet>> Permissions::limited(const Principal& principal, PolicySet policies,
                                                          uint64_t before) {
  auto set = std::make_shared<policy::PolicySet>(*policies);
  CO_TRY(set->session, co_await database_.lookup([&](store::Reader& reader) {
    return session_policies(reader, principal.account, *principal.session);
  }));
  set->has_session = true;
  const PolicySet done = std::move(set);
  if (!principal.access_key_id.empty()) {
    keep(principal.account, before, [&](Account& kept) {
      return kept.sessions.insert_or_assign(principal.access_key_id, LimitedSession{principal.session, done}).second;
    });
  }
  co_return done;
}

Task<Result<std::shared_ptr<const policy::PolicySet>>> Permissions::find(const Principal& principal) {
  static const PolicySet nothing = std::make_shared<policy::PolicySet>();
  const bool is_federated = principal.kind == PrincipalKind::federated_user;
  const bool is_holder = principal.kind == PrincipalKind::user || principal.kind == PrincipalKind::assumed_role;
  if ((!is_federated && !is_holder) || (is_federated && !principal.session)) co_return nothing;

  const Session* session = principal.session.get();
  const bool is_limited =
      is_federated || (session != nullptr && (!session->policies.empty() || !session->policy_arns.empty()));
  if (is_limited) {
    if (auto kept = kept_session(principal)) co_return kept;
  }
  const uint64_t before = changes();
  PolicySet own;
  if (is_federated && is_root(session->issuer_arn)) {
    own = everything();
  } else {
    std::string id = is_federated ? session->issuer_arn : principal.id.substr(0, principal.id.find(':'));
    CO_TRY(const Holder found, co_await holder(principal.account, std::move(id)));
    own = found.policies;
  }
  if (!is_limited) co_return own;
  co_return co_await limited(principal, std::move(own), before);
}

}  // namespace lightwell::iam
