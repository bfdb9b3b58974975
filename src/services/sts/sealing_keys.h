// The keys that session tokens are sealed with: in memory for every request, in the database for the next start.
//
// A sealed text names its key, so that keys can change while what they sealed is still good. The keys themselves are
// kept sealed: whoever reads the database alone makes no sessions.

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "base/seal.h"
#include "base/time.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::sts {

// A new key each month; an old one is forgotten when the longest session it can have sealed (36 hours) is long over.
inline constexpr seconds kKeySeals = std::chrono::days(30);
inline constexpr seconds kKeyOpens = kKeySeals + std::chrono::days(3);

class SealingKeys {
 public:
  // All must outlive it.
  SealingKeys(store::Database& database, const Seal& seal, Ids& ids) : database_(database), seal_(seal), ids_(ids) {}

  // Reads the keys, makes the first. Blocks; before anything else.
  Result<void> open(Timestamp now);
  // Makes a new key when the newest has sealed for long enough, and forgets keys that open nothing any more.
  Task<Result<void>> rotate(Timestamp now);
  // Other keys alone: nothing sealed before opens again. For --testing.
  Task<Result<void>> replace(Timestamp now);

  // Raw bytes: the key's number, then what Seal writes.
  std::string close(std::string_view plain, std::string_view bound_to) const;
  std::optional<std::string> open(std::string_view sealed, std::string_view bound_to) const;

 private:
  struct Key {
    Seal seal;
    Timestamp made_at;
  };
  using Keys = std::map<int64_t, Key>;  // by number, the newest last
  Result<Keys> read(store::Reader& reader) const;
  Result<void> make(store::Transaction& transaction, Timestamp now);
  std::shared_ptr<const Keys> keys() const;
  void use(Keys keys);
  // Rows of a version that kept keys as they are.
  Result<void> seal_plain_ones();

  store::Database& database_;
  const Seal& seal_;
  Ids& ids_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Keys> keys_;
};

}  // namespace lightwell::sts
