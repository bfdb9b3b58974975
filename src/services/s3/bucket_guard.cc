#include "services/s3/bucket_guard.h"

#include "base/log.h"
#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/policy_rules.h"
#include "services/s3/policy_store.h"

namespace lightwell::s3 {
namespace {

using Guard = std::shared_ptr<const BucketGuard>;

constexpr std::string_view kNobody =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}})";

// It was checked when it was put. One that cannot be read any more must not open the bucket: its owner's root, whom
// none keeps from the policy, has to put another.
std::shared_ptr<const policy::Document> readable(const std::string& text, const std::string& bucket) {
  auto document = policy::parse(text, policy::Kind::resource);
  if (document) return *std::move(document);
  log::error("s3: the policy of bucket {} cannot be read: {}", bucket, document.error().message);
  return *policy::parse(kNobody, policy::Kind::resource);
}

Result<Guard> read_guard(store::Reader& reader, const std::string& name) {
  TRY(const auto bucket, find_bucket(reader, name));
  if (!bucket) return Guard();
  TRY(const auto text, read_policy(reader, bucket->id));
  TRY(const auto block, read_access_block(reader, bucket->id));
  BucketGuard guard{.account = bucket->account, .block = block.value_or(AccessBlock{})};
  if (text) {
    auto document = readable(*text, name);
    guard.is_public = is_public(*document);
    guard.policies = std::make_shared<const std::vector<policy::Attached>>(
        1, policy::Attached{.document = std::move(document),
                            .name = name,
                            .arn = bucket_arn(name),
                            .type = policy::SourceType::resource});
  }
  return std::make_shared<const BucketGuard>(std::move(guard));
}

}  // namespace

Task<Result<Guard>> BucketGuards::find(std::string bucket) {
  uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = kept_.find(bucket); found != kept_.end()) co_return found->second;
    changes = changes_;
  }
  CO_TRY(Guard guard, co_await database_.lookup([&](store::Reader& reader) { return read_guard(reader, bucket); }));
  if (guard == nullptr) co_return guard;  // names that nobody has are not kept: anyone can ask for any number of them
  const std::lock_guard lock(mutex_);
  if (changes != changes_) co_return guard;
  if (kept_.size() >= kKeptMax) kept_.clear();
  kept_.insert_or_assign(std::move(bucket), guard);
  co_return guard;
}

void BucketGuards::forget(const std::string& bucket) {
  const std::lock_guard lock(mutex_);
  ++changes_;
  kept_.erase(bucket);
}

void BucketGuards::forget_all() {
  const std::lock_guard lock(mutex_);
  ++changes_;
  kept_.clear();
}

}  // namespace lightwell::s3
