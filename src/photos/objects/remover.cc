#include "photos/objects/remover.h"

#include <algorithm>

#include "base/log.h"

namespace lightwell::photos {
namespace {

constexpr size_t kBatch = 500;
constexpr std::chrono::seconds kRetryFirst{10};
constexpr std::chrono::hours kRetryMax{1};

struct Due {
  std::string key;
  Timestamp not_before;
  int attempts = 0;
};

Result<std::vector<Due>> due(store::Reader& reader, Removal kind, Timestamp now) {
  return reader.all(
      "SELECT key, not_before, attempts FROM removals WHERE kind = $1 AND not_before <= $2 ORDER BY not_before"
      " LIMIT $3",
      {int(kind), now, kBatch}, [](const store::Row& row) {
        return Due{.key = row.string(0), .not_before = row.time(1), .attempts = int(row.integer(2))};
      });
}

Result<void> settle(store::Transaction& transaction, const std::vector<Due>& tried,
                    const std::vector<std::string>& left, Timestamp now) {
  for (const Due& one : tried) {
    if (std::ranges::find(left, one.key) == left.end()) {
      // A key given up again meanwhile has another time and stays.
      REQUIRE_OK(
          transaction.execute("DELETE FROM removals WHERE key = $1 AND not_before = $2", {one.key, one.not_before}));
      continue;
    }
    const auto wait = std::min<microseconds>(kRetryFirst * (1 << std::min(one.attempts, 10)), kRetryMax);
    REQUIRE_OK(transaction.execute("UPDATE removals SET attempts = attempts + 1, not_before = $2 WHERE key = $1",
                                   {one.key, now + wait}));
  }
  return {};
}

}  // namespace

Remover::Remover(store::Database& database, Removal kind, Dispose dispose, const Clock& clock)
    : database_(database), kind_(kind), dispose_(std::move(dispose)), clock_(clock) {}
Remover::~Remover() { stop(); }

Result<void> Remover::give_up(store::Transaction& transaction, const std::string& key, Timestamp not_before) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO removals (key, kind, not_before, attempts) VALUES ($1, $3, $2, 0)"
                          " ON CONFLICT (key) DO UPDATE SET not_before = $2",
                          {key, not_before, int(kind_)}));
  transaction.after_commit([bell = bell_] { bell->ring(); });
  return {};
}

Result<void> Remover::keep(store::Transaction& transaction, const std::string& key) {
  REQUIRE_OK(transaction.execute("DELETE FROM removals WHERE key = $1", {key}));
  return {};
}

Task<Result<int64_t>> Remover::remove_due() {
  int64_t removed = 0;
  while (true) {
    const Timestamp now = clock_.now();
    CO_TRY(const std::vector<Due> tried,
           co_await database_.read([kind = kind_, now](store::Reader& reader) { return due(reader, kind, now); }));
    if (tried.empty()) co_return removed;
    std::vector<std::string> keys;
    for (const Due& one : tried) keys.push_back(one.key);
    auto left = co_await dispose_(keys);
    if (!left) left = keys;
    removed += int64_t(tried.size() - left->size());
    CO_CHECK(co_await database_.write(
        [&tried, &left, now](store::Transaction& transaction) { return settle(transaction, tried, *left, now); }));
  }
}

void Remover::start(Executor& executor, Timer& timer) { tasks_.spawn(executor, work(timer)); }

void Remover::stop() {
  stopping_.request_stop();
  tasks_.wait();
}

Task<void> Remover::work(Timer& timer) {
  const std::stop_token stop = stopping_.get_token();
  while (!stop.stop_requested()) {
    const auto removed = co_await remove_due();
    if (!removed) log::warning("removing what was given up failed: {}", removed.error().message);
    co_await bell_->wait(timer, kRetryFirst, stop);
  }
}

}  // namespace lightwell::photos
