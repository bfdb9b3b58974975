#include "photos/library/ledger.h"

#include "photos/library/month_store.h"

namespace lightwell::photos {

Ledger::Ledger(store::Transaction& transaction, Events& events, std::string owner, Timestamp now)
    : transaction_(transaction), events_(events), owner_(std::move(owner)), now_(now) {}

void Ledger::book(const std::string& photo_id, std::optional<Standing> before, std::optional<Standing> after,
                  Change change) {
  if (before) {
    for (const View view : views_of(*before)) --moves_[{view, before->month}];
  }
  if (after) {
    for (const View view : views_of(*after)) ++moves_[{view, after->month}];
  }
  news_.push_back({.change = change, .photo_id = photo_id, .month = after ? after->month : before->month});
}

Result<void> Ledger::settle() {
  for (const auto& [where, by] : moves_) {
    if (by != 0) REQUIRE_OK(add_to_month(transaction_, owner_, where.first, where.second, by));
  }
  return events_.append(transaction_, owner_, news_, now_);
}

}  // namespace lightwell::photos
