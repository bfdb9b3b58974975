// The rows of photos. Every statement is bound to its owner.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "photos/library/library_rules.h"
#include "photos/library/photo.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// store::errors::unique_violation when the owner has these bytes already.
Result<void> insert_photo(store::Transaction& transaction, const Photo& photo);
Result<std::optional<Photo>> find_photo(store::Reader& reader, const std::string& owner, const std::string& id);

struct SameBytes {
  std::string photo_id;
  bool in_trash = false;
};
Result<std::optional<SameBytes>> find_same_bytes(store::Reader& reader, const std::string& owner,
                                                 const std::string& sha256);

// What a change by hand looks at.
struct Flags {
  Standing standing;
  bool is_archived = false;
  int rating = 0;
  std::optional<Timestamp> trashed_at;
  friend bool operator==(const Flags&, const Flags&) = default;
};
Result<std::optional<Flags>> find_flags(store::Reader& reader, const std::string& owner, const std::string& id);
Result<void> update_flags(store::Transaction& transaction, const std::string& owner, const std::string& id,
                          const Flags& flags, std::optional<Timestamp> trashed_at);

// What processing found out: type to thumbhash, the date, the state; grows the version.
Result<void> update_reading(store::Transaction& transaction, const Photo& photo);
Result<void> update_state(store::Transaction& transaction, const std::string& owner, const std::string& id,
                          PhotoState state, const std::string& failure);

struct Trashed {
  std::string id;
  std::string owner;
  Standing standing;
};
Result<std::vector<Trashed>> trash_of(store::Reader& reader, const std::string& owner, size_t count_max);
// Those of `ids` that are in the trash, each once.
Result<std::vector<Trashed>> trash_among(store::Reader& reader, const std::string& owner,
                                         const std::vector<std::string>& ids);
Result<std::vector<Trashed>> trashed_before(store::Reader& reader, Timestamp before, size_t count_max);
Result<void> delete_photo(store::Transaction& transaction, const std::string& owner, const std::string& id);

}  // namespace lightwell::photos
