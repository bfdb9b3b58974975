// Ledger: what one transaction does to one person's library.
//
// Every statement that moves, changes or removes a photo books it here, and settle() writes the month counts and the
// events in the same transaction, and has the watchers woken after the commit. So the counts cannot drift from the
// rows.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "photos/events.h"
#include "photos/library/library_rules.h"

namespace lightwell::photos {

class Ledger {
 public:
  Ledger(store::Transaction& transaction, Events& events, std::string owner, Timestamp now);

  // `before` or `after` is empty for a photo that is added or removed.
  void book(const std::string& photo_id, std::optional<Standing> before, std::optional<Standing> after, Change change);
  // Once, at the end.
  Result<void> settle();

 private:
  store::Transaction& transaction_;
  Events& events_;
  const std::string owner_;
  const Timestamp now_;
  std::map<std::pair<View, int>, int64_t> moves_;  // by view and month
  std::vector<NewEvent> news_;
};

}  // namespace lightwell::photos
