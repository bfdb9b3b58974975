#include "services/ec2/ec2.h"

#include "services/ec2/key_pair_demands.h"
#include "services/ec2/key_pair_rules.h"
#include "services/ec2/key_pair_store.h"
#include "services/ec2/schema.h"

namespace lightwell::ec2 {

Result<void> Ec2Service::migrate() { return database_.migrate("ec2", migrations()); }

Task<Result<void>> Ec2Service::reset() {
  co_return co_await database_.write([](store::Transaction& transaction) { return remove_everything(transaction); });
}

Task<Result<void>> Ec2Service::store(KeyPair pair) {
  const auto stored = co_await database_.write([&pair](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(insert_key_pair(transaction, pair));
    TRY(const int64_t count, count_key_pairs(transaction, pair.account, pair.region));
    if (count > int64_t(kKeyPairsMax)) return fail(errors::key_pair_limit_exceeded);
    return {};
  });
  if (!stored && stored.error().kind == &store::errors::unique_violation) {
    co_return fail(errors::invalid_key_pair_duplicate);
  }
  co_return stored;
}

Task<Result<void>> Ec2Service::ask_about_tags(const Call& call, std::string action, const std::vector<std::string>& ids,
                                              const std::vector<api::ec2::Tag>& tags) {
  if (!permit_) co_return Result<void>{};
  CO_TRY(const auto pairs,
         co_await database_.read([account = call.account, region = call.region](store::Reader& reader) {
           return list_key_pairs(reader, account, region);
         }));
  for (Demand& demand : demands_of(call, action, ids, pairs, tags)) {
    CO_CHECK(co_await permit_(call, std::move(demand)));
  }
  co_return Result<void>{};
}

Result<void> check_dry_run(const std::optional<bool>& is_dry_run) {
  if (is_dry_run.value_or(false)) return fail(errors::dry_run_operation);
  return {};
}

}  // namespace lightwell::ec2
