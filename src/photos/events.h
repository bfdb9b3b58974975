// Events: what changed in a person's library, in order, so that every open page follows.
//
// An event is a row written in the transaction that makes the change; its sequence number grows by one per owner in
// the order of commits, so a reader that remembers the last number it saw misses nothing. Watchers are woken after the
// commit, never before. Kept: 24 hours, and the last 20,000 of each owner.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/owners/access.h"
#include "run/timer.h"
#include "store/sql/database.h"

namespace lightwell::photos {

enum class Change { added, changed, trashed, restored, removed };
std::string_view to_text(Change);  // "added", ...

struct Event {
  int64_t sequence = 0;
  Change change = Change::added;
  std::string photo_id;
  std::string month;  // "2024-05", where the photo stands now (where it stood, if removed)
};

struct NewEvent {
  Change change = Change::added;
  std::string photo_id;
  int month = 0;  // 202405
};

struct EventBatch {
  std::vector<Event> events;  // rising
  int64_t last = 0;           // the newest sequence number there is, for the next call once `events` is empty
  // Events between the asked one and those still kept are gone: read everything anew and go on from `last`.
  bool has_gap = false;
};

class Events;

// The newest sequence number of an owner, inside a reader's snapshot; 0 before the first.
Result<int64_t> newest_event(store::Reader& reader, const std::string& owner);

// One open page.
class Watch {
 public:
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Answers true as soon as something of this owner's changed since the last wait (photos, or the processing queue),
  // false after `timeout`, or when `stop` or the end of the server ends the wait.
  Task<bool> wait(Timer& timer, std::chrono::nanoseconds timeout, std::stop_token stop = {});
  bool has_ended() const;  // the server is stopping

 private:
  friend class Events;
  struct State;
  explicit Watch(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

class Events {
 public:
  explicit Events(store::Database& database);
  ~Events();

  // At most `max` events after sequence number `after`. Ask again from the last one until it answers none.
  Task<Result<EventBatch>> since(Viewer viewer, int64_t after, size_t max = 500);
  // The newest sequence number: where a page starts to follow.
  Task<Result<int64_t>> newest(Viewer viewer);
  std::unique_ptr<Watch> watch(const Viewer& viewer);
  // Ends every wait, now and later; for an orderly stop.
  void stop();
  // Removes what is no longer kept; for periodic work.
  Task<Result<void>> sweep(Timestamp now);

  // For the Ledger, inside the transaction that makes the change; the watchers are woken after its commit.
  Result<void> append(store::Transaction& transaction, const std::string& owner, const std::vector<NewEvent>& news,
                      Timestamp now);
  // Wakes the owner's watchers after the commit without an event (the processing queue moved).
  void wake_after(store::Transaction& transaction, const std::string& owner);

 private:
  friend class Watch;
  struct Listeners;
  store::Database& database_;
  std::shared_ptr<Listeners> listeners_;  // shared with jobs that run after a commit
};

}  // namespace lightwell::photos
