#include "store/sql/sqlite.h"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "run/spawn.h"

namespace lightwell::store {
namespace {

struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("lightwell-sql-{}", ::getpid());
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

const std::vector<Migration> kSchema = {
    {1, "CREATE TABLE things (name TEXT PRIMARY KEY, size INTEGER NOT NULL, bytes BLOB) WITHOUT ROWID;"},
    {2, "ALTER TABLE things ADD COLUMN note TEXT; INSERT INTO things VALUES ('first', 1, x'00ff', NULL);"},
};

std::unique_ptr<Database> opened(std::filesystem::path file) {
  auto database = open_sqlite({.file = std::move(file)});
  REQUIRE(database);
  REQUIRE((*database)->migrate("things", kSchema));
  return std::move(*database);
}

Result<void> insert(Transaction& transaction, std::string_view name, int64_t size) {
  REQUIRE_OK(transaction.execute("INSERT INTO things (size, name) VALUES ($2, $1)", {name, size}));
  return {};
}

int64_t count(Database& database) {
  return sync_wait(database.read([](Reader& reader) -> Result<int64_t> {
           TRY(const auto found,
               reader.first("SELECT count(*) FROM things", {}, [](const Row& r) { return r.integer(0); }));
           return *found;
         }))
      .value();
}

}  // namespace

TEST_CASE("migrations are applied once, in order, and survive a restart") {
  const Folder folder;
  for (int start = 0; start < 2; ++start) {
    const auto database = opened(folder.path / "m.db");
    CHECK(count(*database) == 1);
  }
}

TEST_CASE("a lookup sees what was committed before it, on the caller's thread or, while every connection works, not") {
  const Folder folder;
  for (const bool in_memory : {false, true}) {
    const auto database = opened(in_memory ? std::filesystem::path{} : folder.path / "l.db");
    REQUIRE(sync_wait(database->write([](Transaction& transaction) { return insert(transaction, "a", 7); })));
    const auto look = [&database](std::thread::id* where) {
      return sync_wait(database->lookup([where](Reader& reader) {
        *where = std::this_thread::get_id();
        return reader.first("SELECT size FROM things WHERE name = 'a'", {}, [](const Row& r) { return r.integer(0); });
      }));
    };
    std::thread::id where;
    CHECK(look(&where).value() == 7);
    CHECK((where == std::this_thread::get_id()) == !in_memory);
    if (in_memory) continue;

    std::atomic<int> working = 0;
    std::atomic<bool> is_over = false;
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
      readers.emplace_back([&] {
        (void)sync_wait(database->read([&](Reader&) -> Result<void> {
          ++working;
          while (!is_over) std::this_thread::yield();
          return {};
        }));
      });
    }
    while (working < 2) std::this_thread::yield();
    std::thread late([&] { CHECK(look(&where).value() == 7); });
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    is_over = true;
    late.join();
    for (std::thread& reader : readers) reader.join();
  }
}

TEST_CASE("values come back as they went in, whatever order the parameters stand in") {
  for (const bool in_memory : {false, true}) {
    const Folder folder;
    const auto database = opened(in_memory ? std::filesystem::path{} : folder.path / "v.db");
    const std::string bytes("a\0b", 3);
    REQUIRE(sync_wait(database->write([&](Transaction& transaction) {
      return transaction.execute("INSERT INTO things VALUES ($1, $2, $3, $4)",
                                 {"ümlaut", int64_t(1) << 60, as_bytes(bytes), std::optional<std::string>{}});
    })));
    const auto row = sync_wait(database->read([](Reader& reader) {
      return reader.first("SELECT name, size, bytes, note FROM things WHERE size = $2 AND name = $1",
                          {"ümlaut", int64_t(1) << 60}, [](const Row& r) {
                            return std::tuple(r.string(0), r.integer(1), std::string(as_text(r.blob(2))), r.is_null(3));
                          });
    }));
    REQUIRE(row);
    REQUIRE(*row);
    CHECK(**row == std::tuple(std::string("ümlaut"), int64_t(1) << 60, bytes, true));
  }
}

TEST_CASE("a closure that fails is rolled back alone; its neighbours in the group stay") {
  const Folder folder;
  const auto database = opened(folder.path / "g.db");
  std::vector<std::thread> threads;
  std::atomic<int> kept = 0, refused = 0;
  for (int i = 0; i < 40; ++i) {
    threads.emplace_back([&, i] {
      const auto answer = sync_wait(database->write([i](Transaction& transaction) -> Result<void> {
        REQUIRE_OK(insert(transaction, "name" + std::to_string(i), i));
        if (i % 2 == 1) return fail(lightwell::errors::invalid_argument);
        return {};
      }));
      ++(answer ? kept : refused);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(kept == 20);
  CHECK(refused == 20);
  CHECK(count(*database) == 21);
}

TEST_CASE("a unique constraint answers its own error and changes nothing") {
  const auto database = opened({});
  const auto again =
      sync_wait(database->write([](Transaction& transaction) { return insert(transaction, "first", 2); }));
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == &errors::unique_violation);
  const auto null = sync_wait(database->write(
      [](Transaction& transaction) { return transaction.execute("INSERT INTO things (name) VALUES ('x')"); }));
  REQUIRE_FALSE(null);
  CHECK(null.error().kind == &errors::constraint_violation);
  CHECK(count(*database) == 1);
}

TEST_CASE("a closure that throws is an internal error, and the next one works") {
  const auto database = opened({});
  const auto thrown = sync_wait(database->write([](Transaction& transaction) -> Result<void> {
    REQUIRE_OK(insert(transaction, "gone", 1));
    throw std::runtime_error("broken");
  }));
  REQUIRE_FALSE(thrown);
  CHECK(thrown.error().kind == &lightwell::errors::internal_error);
  CHECK(count(*database) == 1);
  CHECK(sync_wait(database->write([](Transaction& transaction) { return insert(transaction, "next", 1); })));
}

TEST_CASE("jobs run after the commit, and only for what was kept") {
  const Folder folder;
  const auto database = opened(folder.path / "j.db");
  std::atomic<int> rung = 0;
  int64_t seen = 0;
  REQUIRE(sync_wait(database->write([&](Transaction& transaction) -> Result<void> {
    transaction.after_commit([&] { ++rung; });
    return insert(transaction, "second", 2);
  })));
  CHECK_FALSE(sync_wait(database->write([&](Transaction& transaction) -> Result<void> {
    transaction.after_commit([&] { ++rung; });
    return fail(lightwell::errors::invalid_argument);
  })));
  seen = count(*database);
  CHECK(rung == 1);
  CHECK(seen == 2);
}

TEST_CASE("a visitor may run the same statement again while it stands on a row") {
  const auto database = opened({});
  REQUIRE(sync_wait(database->write([](Transaction& transaction) { return insert(transaction, "second", 2); })));
  const auto pairs = sync_wait(database->read([](Reader& reader) -> Result<int> {
    int seen = 0;
    const std::string_view sql = "SELECT name FROM things ORDER BY name";
    REQUIRE_OK(reader.each(sql, {}, [&](const Row& outer) {
      const std::string name = outer.string(0);
      (void)reader.each(sql, {}, [&](const Row&) { return ++seen, true; });
      return name == outer.text(0);
    }));
    return seen;
  }));
  CHECK(pairs == 4);
}

TEST_CASE("a reader cannot write") {
  const Folder folder;
  const auto database = opened(folder.path / "r.db");
  CHECK_FALSE(sync_wait(database->read(
      [](Reader& reader) { return reader.each("DELETE FROM things", {}, [](const Row&) { return true; }); })));
  CHECK(count(*database) == 1);
  CHECK(sync_wait(database->ping()));
}

TEST_CASE("more closures than the queue holds are refused, and each gets an answer") {
  const Folder folder;
  auto made = open_sqlite({.file = folder.path / "q.db", .write_queue_max = 4});
  REQUIRE(made);
  auto& database = **made;
  std::atomic<bool> is_running = false, release = false;
  std::thread blocker([&] {
    (void)sync_wait(database.write([&](Transaction&) -> Result<void> {
      is_running = true;
      while (!release) std::this_thread::yield();
      return {};
    }));
  });
  while (!is_running) std::this_thread::yield();  // alone in its group: the queue is empty now
  std::atomic<int> answered = 0, slow = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      const auto answer = sync_wait(database.write([](Transaction&) -> Result<void> { return {}; }));
      if (!answer && answer.error().kind == &lightwell::errors::slow_down) ++slow;
      ++answered;
    });
  }
  while (answered < 12) std::this_thread::yield();
  release = true;
  blocker.join();
  for (std::thread& thread : threads) thread.join();
  CHECK(answered == 16);
  CHECK(slow == 12);
}

}  // namespace lightwell::store
