#include "services/iam/iam.h"

#include "services/iam/group_store.h"
#include "services/iam/key_store.h"
#include "services/iam/name_rules.h"
#include "services/iam/policy_schema.h"
#include "services/iam/schema.h"
#include "services/iam/tag_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

constexpr size_t kUsesInBatch = 1'000;

}  // namespace

IamService::IamService(store::Database& database, const Seal& seal, Pool& hashing, Ids& ids, Options options,
                       Permit permit)
    : database_(database),
      seal_(seal),
      hashing_(hashing),
      ids_(ids),
      options_(std::move(options)),
      owners_(options_.kept_owners_max),
      uses_(options_.waiting_uses_max),
      permissions_(database, options_.kept_principals_max),
      permit_(std::move(permit)) {}

Result<void> IamService::migrate() { return database_.migrate("iam", migrations()); }

Task<Result<void>> IamService::sweep() {
  for (;;) {
    const std::vector<LastUse> batch = uses_.take(kUsesInBatch);
    if (batch.empty()) co_return Result<void>{};
    const auto written =
        co_await write([&batch](store::Transaction& transaction) { return write_last_uses(transaction, batch); });
    uses_.settled();
    CO_CHECK(written);
  }
}

Task<Result<void>> IamService::reset() {
  uses_.clear();
  co_return co_await write([this](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(empty_people(transaction));
    REQUIRE_OK(empty_permissions(transaction));
    transaction.after_commit([this] { permissions_.forget_all(); });
    changed(transaction, {});
    return {};
  });
}

void IamService::changed(store::Transaction& transaction, const std::string& account) {
  transaction.after_commit([this, account] {
    owners_.forget();
    permissions_.forget(account);
  });
}

Task<Result<void>> IamService::may_become(const Call& call, std::string action, std::string arn) const {
  if (!permit_) co_return Result<void>{};
  co_return co_await permit_(call, std::move(action), std::move(arn));
}

Task<Result<std::shared_ptr<const KeyOwner>>> IamService::key_owner(std::string access_key_id) {
  if (auto kept = owners_.find(access_key_id)) co_return kept;
  const uint64_t age = owners_.age();
  CO_TRY(auto found, co_await database_.lookup([this, access_key_id](store::Reader& reader) {
    return find_key_owner(reader, seal_, access_key_id);
  }));
  if (!found) co_return nullptr;
  auto owner = std::make_shared<const KeyOwner>(*std::move(found));
  owners_.keep(owner, age);
  co_return owner;
}

Task<Result<bool>> IamService::has_user(std::string id) {
  auto found = co_await database_.lookup([id](store::Reader& reader) { return find_user_by_id(reader, id); });
  if (!found) co_return fail(in_amazons_words(std::move(found).error()));
  co_return found->has_value();
}

Task<Result<std::optional<EntityFacts>>> IamService::person_facts(const Call& call, std::string arn) {
  co_return co_await read([&](store::Reader& reader) -> Result<std::optional<EntityFacts>> {
    const std::string nobody = "arn:aws:iam::" + call.account + ":user/";
    std::optional<User> user;
    if (arn == nobody) {
      if (call.principal.kind != PrincipalKind::user) return EntityFacts{.arn = call.principal.arn};
      TRY(user, find_user_by_id(reader, call.principal.id));
    } else if (const auto named = read_entity_arn(arn)) {
      if (named->kind == "group") {
        TRY(const auto group, find_group(reader, named->account, named->name));
        return group ? std::optional(EntityFacts{.arn = group->arn()}) : std::nullopt;
      }
      if (named->kind == "user") {
        TRY(user, find_user(reader, named->account, named->name));
      }
    }
    if (!user) return std::nullopt;
    EntityFacts facts{.arn = user->arn()};
    TRY(facts.tags, tags_of(reader, user->id));
    return facts;
  });
}

}  // namespace lightwell::iam
