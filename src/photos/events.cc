#include "photos/events.h"

#include <algorithm>

#include "photos/jobs/bell.h"
#include "photos/library/library_rules.h"

namespace lightwell::photos {
namespace {

constexpr std::chrono::hours kKept{24};
constexpr int64_t kKeptMax = 20'000;

}  // namespace

struct Watch::State {
  std::string owner;
  Bell bell;
  std::stop_source ended;
};

struct Events::Listeners {
  std::mutex mutex;
  std::vector<std::weak_ptr<Watch::State>> watches;
  bool is_stopped = false;

  // The watches of `owner`, or all; those that have gone are forgotten on the way.
  std::vector<std::shared_ptr<Watch::State>> of(const std::string* owner) {
    std::vector<std::shared_ptr<Watch::State>> found;
    const std::lock_guard lock(mutex);
    std::erase_if(watches, [&](const std::weak_ptr<Watch::State>& weak) {
      const auto state = weak.lock();
      if (state && (owner == nullptr || state->owner == *owner)) found.push_back(state);
      return state == nullptr;
    });
    return found;
  }
};

std::string_view to_text(Change change) {
  switch (change) {
    case Change::added: return "added";
    case Change::changed: return "changed";
    case Change::trashed: return "trashed";
    case Change::restored: return "restored";
    case Change::removed: return "removed";
  }
  return "changed";
}

Watch::Watch(std::shared_ptr<State> state) : state_(std::move(state)) {}
Watch::~Watch() = default;

Task<bool> Watch::wait(Timer& timer, std::chrono::nanoseconds timeout, std::stop_token stop) {
  const auto state = state_;
  if (state->ended.stop_requested()) co_return false;
  std::stop_source either;
  const std::stop_callback by_caller(stop, [&either] { either.request_stop(); });
  const std::stop_callback by_server(state->ended.get_token(), [&either] { either.request_stop(); });
  co_return co_await state->bell.wait(timer, timeout, either.get_token());
}

bool Watch::has_ended() const { return state_->ended.stop_requested(); }

Events::Events(store::Database& database) : database_(database), listeners_(std::make_shared<Listeners>()) {}
Events::~Events() { stop(); }

std::unique_ptr<Watch> Events::watch(const Viewer& viewer) {
  auto state = std::make_shared<Watch::State>();
  state->owner = owner_seen_by(viewer);
  const std::lock_guard lock(listeners_->mutex);
  if (listeners_->is_stopped) state->ended.request_stop();
  listeners_->watches.push_back(state);
  return std::unique_ptr<Watch>(new Watch(std::move(state)));
}

void Events::stop() {
  {
    const std::lock_guard lock(listeners_->mutex);
    listeners_->is_stopped = true;
  }
  for (const auto& state : listeners_->of(nullptr)) state->ended.request_stop();
}

void Events::wake_after(store::Transaction& transaction, const std::string& owner) {
  transaction.after_commit([listeners = listeners_, owner] {
    for (const auto& state : listeners->of(&owner)) state->bell.ring();
  });
}

Result<void> Events::append(store::Transaction& transaction, const std::string& owner,
                            const std::vector<NewEvent>& news, Timestamp now) {
  if (news.empty()) return {};
  TRY(const auto last, transaction.first("INSERT INTO feeds (owner, last, first) VALUES ($1, $2, 1)"
                                         " ON CONFLICT (owner) DO UPDATE SET last = feeds.last + $2 RETURNING last",
                                         {owner, news.size()}, [](const store::Row& row) { return row.integer(0); }));
  int64_t sequence = last.value() - int64_t(news.size());
  for (const NewEvent& event : news) {
    REQUIRE_OK(transaction.execute(
        "INSERT INTO events (owner, sequence, change, photo_id, month, at) VALUES ($1, $2, $3, $4, $5, $6)",
        {owner, ++sequence, int(event.change), event.photo_id, event.month, now}));
  }
  wake_after(transaction, owner);
  return {};
}

Task<Result<EventBatch>> Events::since(Viewer viewer, int64_t after, size_t max) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.read([owner, after, max](store::Reader& reader) -> Result<EventBatch> {
    EventBatch batch;
    int64_t first = 1;
    REQUIRE_OK(reader.each("SELECT last, first FROM feeds WHERE owner = $1", {owner}, [&](const store::Row& row) {
      batch.last = row.integer(0);
      first = row.integer(1);
      return false;
    }));
    // A number beyond the newest comes from before a reset.
    batch.has_gap = after > batch.last || (after < batch.last && after + 1 < first);
    if (batch.has_gap) return batch;
    TRY(batch.events,
        reader.all("SELECT sequence, change, photo_id, month FROM events WHERE owner = $1 AND sequence > $2"
                   " ORDER BY sequence LIMIT $3",
                   {owner, after, max}, [](const store::Row& row) {
                     return Event{.sequence = row.integer(0),
                                  .change = Change(row.integer(1)),
                                  .photo_id = row.string(2),
                                  .month = month_text(int(row.integer(3)))};
                   }));
    return batch;
  });
}

Result<int64_t> newest_event(store::Reader& reader, const std::string& owner) {
  TRY(const auto last, reader.first("SELECT last FROM feeds WHERE owner = $1", {owner},
                                    [](const store::Row& row) { return row.integer(0); }));
  return last.value_or(0);
}

Task<Result<int64_t>> Events::newest(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.read([owner](store::Reader& reader) { return newest_event(reader, owner); });
}

Task<Result<void>> Events::sweep(Timestamp now) {
  co_return co_await database_.write([now](store::Transaction& transaction) -> Result<void> {
    TRY(const int64_t old, transaction.execute("DELETE FROM events WHERE at < $1", {now - kKept}));
    TRY(const int64_t many,
        transaction.execute("DELETE FROM events WHERE sequence <= (SELECT last FROM feeds WHERE feeds.owner = "
                            "events.owner) - $1",
                            {kKeptMax}));
    if (old + many == 0) return {};
    REQUIRE_OK(transaction.execute(
        "UPDATE feeds SET first = COALESCE((SELECT MIN(sequence) FROM events WHERE events.owner = feeds.owner),"
        " last + 1)"));
    return {};
  });
}

}  // namespace lightwell::photos
