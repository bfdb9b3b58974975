#include "services/iam/key_owners.h"

#include <mutex>

namespace lightwell::iam {

std::shared_ptr<const KeyOwner> KeyOwners::find(std::string_view access_key_id) const {
  const std::shared_lock lock(mutex_);
  const auto found = owners_.find(access_key_id);
  return found == owners_.end() ? nullptr : found->second;
}

uint64_t KeyOwners::age() const {
  const std::shared_lock lock(mutex_);
  return age_;
}

void KeyOwners::keep(std::shared_ptr<const KeyOwner> owner, uint64_t age) {
  const std::unique_lock lock(mutex_);
  if (age != age_) return;
  if (owners_.size() >= entries_max_) owners_.clear();
  owners_.insert_or_assign(owner->access_key_id, std::move(owner));
}

void KeyOwners::forget() {
  const std::unique_lock lock(mutex_);
  ++age_;
  owners_.clear();
}

}  // namespace lightwell::iam
