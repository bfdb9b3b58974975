// One writer thread gathers closures into group commits; reader threads each hold a connection of their own, and lend
// it for lookups while they have nothing to do.
//
// In memory there is one connection, and the writer's thread serves the readers too.

#include "store/sql/sqlite.h"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "run/spawn.h"
#include "store/sql/sqlite_connection.h"

namespace lightwell::store {
namespace {

// Closures a reader takes from the queue in one turn: fewer wake-ups under load, and little for them to wait behind.
constexpr size_t kReadsAtOnce = 8;

using WriteWork = std::move_only_function<bool(Transaction&)>;
using WriteFinish = std::move_only_function<void(const Error*)>;
using ReadWork = std::move_only_function<void(Reader&)>;
using ReadRefuse = std::move_only_function<void(const Error&)>;

// A queue with a limit, shared by the threads that serve it.
template <class Item>
class Queue {
 public:
  explicit Queue(size_t items_max) : items_max_(items_max) {}

  bool push(Item& item) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_ || items_.size() >= items_max_) return false;
      items_.push_back(std::move(item));
    }
    arrived_.notify_all();  // as in run/pool.cc: a signal to one may be lost
    return true;
  }
  // Up to `count` items, and of what waits no more than this thread's share when `takers` serve the queue; empty once
  // the queue is closed and drained.
  std::vector<Item> take(size_t count, size_t takers = 1) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return closed_ || !items_.empty(); });
    count = std::min(count, (items_.size() + takers - 1) / takers);
    std::vector<Item> taken;
    while (!items_.empty() && taken.size() < count) {
      taken.push_back(std::move(items_.front()));
      items_.pop_front();
    }
    return taken;
  }
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    arrived_.notify_all();
  }

 private:
  const size_t items_max_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Item> items_;
  bool closed_ = false;
};

class SqliteTransaction final : public Transaction {
 public:
  explicit SqliteTransaction(SqliteConnection& connection) : connection_(connection) {}

  Result<void> each(std::string_view sql, Values values, const std::function<bool(const Row&)>& visit) override {
    TRY([[maybe_unused]] const int64_t changed, connection_.run(sql, values, visit));
    return {};
  }
  Result<int64_t> execute(std::string_view sql, Values values) override {
    return connection_.run(sql, values, nullptr);
  }
  void after_commit(std::function<void()> job) override { jobs.push_back(std::move(job)); }

  std::vector<std::function<void()>> jobs;

 private:
  SqliteConnection& connection_;
};

struct Write {
  WriteWork work;
  WriteFinish finish;
  bool is_read = false;  // in memory only: a reader's closure, which needs no commit
};

struct Read {
  ReadWork work;
  ReadRefuse refuse;
};

// A reader's connection, and who has it: its thread while it works through what it took, or a lookup.
struct Desk {
  explicit Desk(std::unique_ptr<SqliteConnection> its) : connection(std::move(its)) {}
  std::unique_ptr<SqliteConnection> connection;
  std::mutex occupied;
};

class Sqlite final : public Database {
 public:
  Sqlite(SqliteOptions options, std::unique_ptr<SqliteConnection> writer,
         std::vector<std::unique_ptr<SqliteConnection>> readers)
      : options_(std::move(options)),
        writer_(std::move(writer)),
        writes_(options_.write_queue_max),
        reads_(options_.read_queue_max) {
    for (auto& reader : readers) readers_.push_back(std::make_unique<Desk>(std::move(reader)));
    threads_.emplace_back([this] { serve_writes(); });
    for (const auto& reader : readers_) threads_.emplace_back([this, &reader] { serve_reads(*reader); });
  }

  ~Sqlite() override {
    writes_.close();
    reads_.close();
    for (std::thread& thread : threads_) thread.join();
    readers_.clear();  // before the writer, so that the writer's close is the last and folds the WAL into the file
  }

  Result<void> migrate(std::string_view schema, const std::vector<Migration>& migrations) override {
    return sync_wait(write([this, schema = std::string(schema), &migrations](Transaction& transaction) {
      return apply_migrations(transaction, schema, migrations);
    }));
  }

  Task<Result<void>> ping() override {
    CO_CHECK(
        co_await read([](Reader& reader) { return reader.each("SELECT 1", {}, [](const Row&) { return false; }); }));
    CO_TRY([[maybe_unused]] const int64_t changed, co_await write([](Transaction& transaction) {
             return transaction.execute("UPDATE lightwell_health SET pings = pings + 1");
           }));
    co_return Result<void>{};
  }

 protected:
  void submit_write(WriteWork work, WriteFinish finish) override {
    Write item{std::move(work), std::move(finish)};
    if (!writes_.push(item)) refuse(item);
  }

  void submit_read(ReadWork work, ReadRefuse refuse_read) override {
    if (readers_.empty()) {
      Write item{.work = [work = std::move(work)](Transaction& transaction) mutable { return work(transaction), true; },
                 .finish =
                     [refuse_read = std::move(refuse_read)](const Error* failed) mutable {
                       if (failed != nullptr) refuse_read(*failed);
                     },
                 .is_read = true};
      if (!writes_.push(item)) refuse(item);
      return;
    }
    Read item{std::move(work), std::move(refuse_read)};
    if (!reads_.push(item)) item.refuse(error(lightwell::errors::slow_down));
  }

  bool run_now(const std::function<void(Reader&)>& work) override {
    for (const auto& reader : readers_) {
      const std::unique_lock lock(reader->occupied, std::try_to_lock);
      if (lock) return run_on_snapshot(*reader->connection, work).has_value();
    }
    return false;
  }

 private:
  static void refuse(Write& item) {
    const Error busy = error(lightwell::errors::slow_down);
    item.finish(&busy);
  }

  Result<void> apply_migrations(Transaction& transaction, std::string_view schema,
                                const std::vector<Migration>& migrations) {
    TRY(const auto done, transaction.first("SELECT max(number) FROM lightwell_migrations WHERE schema = $1", {schema},
                                           [](const Row& row) { return row.integer(0); }));
    for (const Migration& migration : migrations) {
      if (migration.number <= done.value_or(0)) continue;
      REQUIRE_OK(writer_->script(migration.sql));
      REQUIRE_OK(transaction.execute("INSERT INTO lightwell_migrations (schema, number) VALUES ($1, $2)",
                                     {schema, migration.number}));
    }
    return {};
  }

  void serve_writes() {
    pthread_setname_np(pthread_self(), "sql-writer");
    while (true) {
      std::vector<Write> group = writes_.take(options_.group_max);
      if (group.empty()) return;
      commit_group(group);
    }
  }

  struct Outcome {
    std::optional<Error> failed;
    std::vector<std::function<void()>> after_commit;
  };

  void commit_group(std::vector<Write>& group) {
    std::vector<Outcome> outcomes(group.size());
    const auto fail_all = [&](const Error& why) {
      for (Outcome& outcome : outcomes) outcome = {.failed = why};
    };

    if (auto begun = writer_->run("BEGIN IMMEDIATE", {}, nullptr); !begun) {
      fail_all(begun.error());
    } else {
      for (size_t i = 0; i < group.size() && writer_->in_transaction(); ++i) outcomes[i] = run_one(group[i]);
      if (!writer_->in_transaction()) {
        // SQLite gives the whole transaction up when the disk is full.
        fail_all(error(lightwell::errors::storage_full).log("the transaction was rolled back by the database"));
      } else if (auto committed = writer_->run("COMMIT", {}, nullptr); !committed) {
        if (writer_->in_transaction()) (void)writer_->run("ROLLBACK", {}, nullptr);
        fail_all(committed.error());
      }
    }
    for (size_t i = 0; i < group.size(); ++i) {
      for (const auto& job : outcomes[i].after_commit) job();
      group[i].finish(outcomes[i].failed ? &*outcomes[i].failed : nullptr);
    }
  }

  Outcome run_one(Write& item) {
    SqliteTransaction transaction(*writer_);
    bool keep = false;
    Outcome outcome;
    if (!item.is_read) {
      if (auto marked = writer_->run("SAVEPOINT closure", {}, nullptr); !marked) return {.failed = marked.error()};
    }
    try {
      keep = item.work(transaction);
    } catch (const std::exception& thrown) {
      log::error("a database closure threw: {}", thrown.what());
      outcome.failed = error(lightwell::errors::internal_error).log(thrown.what());
    }
    if (keep) outcome.after_commit = std::move(transaction.jobs);
    if (item.is_read || !writer_->in_transaction()) return outcome;
    if (!keep) (void)writer_->run("ROLLBACK TO closure", {}, nullptr);
    if (auto released = writer_->run("RELEASE closure", {}, nullptr); !released) outcome.failed = released.error();
    return outcome;
  }

  void serve_reads(Desk& desk) {
    pthread_setname_np(pthread_self(), "sql-reader");
    while (true) {
      std::vector<Read> taken = reads_.take(kReadsAtOnce, readers_.size());
      if (taken.empty()) return;
      const std::lock_guard lock(desk.occupied);
      for (Read& item : taken) read_one(*desk.connection, item);
    }
  }

  static void read_one(SqliteConnection& connection, Read& item) {
    try {
      const auto done = run_on_snapshot(connection, [&item](Reader& reader) { item.work(reader); });
      if (!done) item.refuse(done.error());
    } catch (const std::exception& thrown) {
      log::error("a database closure threw: {}", thrown.what());
      item.refuse(error(lightwell::errors::internal_error).log(thrown.what()));
    }
  }

  // An error says that `work` was not run.
  static Result<void> run_on_snapshot(SqliteConnection& connection, const std::function<void(Reader&)>& work) {
    REQUIRE_OK(connection.run("BEGIN", {}, nullptr));
    const auto end = [](SqliteConnection* begun) { (void)begun->run("COMMIT", {}, nullptr); };
    const std::unique_ptr<SqliteConnection, decltype(end)> snapshot(&connection, end);
    SqliteTransaction reader(connection);
    work(reader);
    return {};
  }

  const SqliteOptions options_;
  std::unique_ptr<SqliteConnection> writer_;
  std::vector<std::unique_ptr<Desk>> readers_;
  Queue<Write> writes_;
  Queue<Read> reads_;
  std::vector<std::thread> threads_;
};

constexpr std::string_view kWriterSetup = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -16000;
  CREATE TABLE IF NOT EXISTS lightwell_migrations (
    schema TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (schema, number)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lightwell_health (one INTEGER PRIMARY KEY CHECK (one = 1), pings INTEGER NOT NULL);
  INSERT INTO lightwell_health VALUES (1, 0) ON CONFLICT DO NOTHING;
)sql";

constexpr std::string_view kReaderSetup = R"sql(
  PRAGMA query_only = ON;
  PRAGMA cache_size = -8000;
)sql";

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(SqliteOptions options) {
  const bool in_memory = options.file.empty();
  TRY(auto writer, SqliteConnection::open(in_memory ? ":memory:" : options.file.string(), true));
  REQUIRE_OK(writer->script(kWriterSetup));
  std::vector<std::unique_ptr<SqliteConnection>> readers;
  for (size_t i = 0; i < options.readers && !in_memory; ++i) {
    TRY(auto reader, SqliteConnection::open(options.file.string(), false));
    REQUIRE_OK(reader->script(kReaderSetup));
    readers.push_back(std::move(reader));
  }
  return std::make_unique<Sqlite>(std::move(options), std::move(writer), std::move(readers));
}

}  // namespace lightwell::store
