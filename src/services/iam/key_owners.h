// Owners of access keys that were asked for before, so that a request costs no SQL. Dropped as soon as a key or a user
// changes, before the change is answered.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "services/iam/key_owner.h"

namespace lightwell::iam {

class KeyOwners {
 public:
  explicit KeyOwners(size_t entries_max) : entries_max_(entries_max) {}

  std::shared_ptr<const KeyOwner> find(std::string_view access_key_id) const;
  // Taken before the rows are read that keep() is told of.
  uint64_t age() const;
  // Keeps what was read, unless something changed since `age`.
  void keep(std::shared_ptr<const KeyOwner> owner, uint64_t age);
  void forget();

 private:
  const size_t entries_max_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const KeyOwner>, std::less<>> owners_;
  uint64_t age_ = 0;
};

}  // namespace lightwell::iam
