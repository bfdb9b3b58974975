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

struct EventBatch {
  std::vector<Event> events;  // rising
  int64_t last = 0;           // the newest sequence number there is, for the next call once `events` is empty
  bool has_gap = false;  // events between the asked one and the first here are no longer kept: read everything anew
};

class Events;

// One open page. Not to outlive the events it came from.
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
  Watch(Events& events, std::shared_ptr<State> state);
  Events& events_;
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

  // For the other stores of the application, inside the transaction that makes the change. The watchers are woken by
  // it.
  Result<void> append(store::Transaction& transaction, const std::string& owner, Change change,
                      const std::string& photo_id, int month, Timestamp now);
  // Wakes the owner's watchers after the commit without an event (the processing queue moved).
  void wake_after(store::Transaction& transaction, const std::string& owner);

 private:
  friend class Watch;
  void wake(const std::string& owner);

  store::Database& database_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Watch::State>> watches_;
  bool is_stopped_ = false;
};

}  // namespace lightwell::photos
