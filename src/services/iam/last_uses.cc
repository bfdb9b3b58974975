#include "services/iam/last_uses.h"

#include <algorithm>

namespace lightwell::iam {

void LastUses::note(std::string_view id, std::string_view service, std::string_view region, Timestamp at) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) {
    if (waiting_.size() >= waiting_max_) return;
    waiting_.emplace(id, LastUse{std::string(id), at, std::string(service), std::string(region)});
    return;
  }
  LastUse& use = found->second;
  use.at = std::max(use.at, at);
  if (use.service != service) use.service = service;
  if (use.region != region) use.region = region;
}

std::optional<LastUse> LastUses::unwritten(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  for (const auto* uses : {&waiting_, &being_written_}) {
    if (const auto found = uses->find(id); found != uses->end()) return found->second;
  }
  return std::nullopt;
}

std::vector<LastUse> LastUses::take(size_t max) {
  const std::lock_guard lock(mutex_);
  std::vector<LastUse> taken;
  while (!waiting_.empty() && taken.size() < max) {
    auto one = waiting_.extract(waiting_.begin());
    taken.push_back(one.mapped());
    being_written_.insert(std::move(one));
  }
  return taken;
}

void LastUses::settled() {
  const std::lock_guard lock(mutex_);
  being_written_.clear();
}

void LastUses::forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  waiting_.erase(id);
  being_written_.erase(id);
}

void LastUses::clear() {
  const std::lock_guard lock(mutex_);
  waiting_.clear();
  being_written_.clear();
}

Result<void> write_last_uses(store::Transaction& transaction, const std::vector<LastUse>& uses) {
  for (const LastUse& use : uses) {
    REQUIRE_OK(
        transaction.execute("INSERT INTO iam_last_uses (id, used_at, service, region) VALUES ($1, $2, $3, $4) "
                            "ON CONFLICT (id) DO UPDATE SET used_at = excluded.used_at, service = excluded.service, "
                            "region = excluded.region WHERE excluded.used_at > iam_last_uses.used_at",
                            {use.id, use.at, use.service, use.region}));
  }
  return {};
}

Result<void> remove_last_use(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_last_uses WHERE id = $1", {id}));
  return {};
}

Result<std::optional<LastUse>> last_use(store::Reader& reader, const LastUses& uses, const std::string& id) {
  if (auto unwritten = uses.unwritten(id)) return unwritten;
  return reader.first("SELECT used_at, service, region FROM iam_last_uses WHERE id = $1", {id},
                      [&](const store::Row& row) { return LastUse{id, row.time(0), row.string(1), row.string(2)}; });
}

}  // namespace lightwell::iam
