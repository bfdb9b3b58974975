#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "run/bytes.h"
#include "run/loop.h"
#include "run/pool.h"
#include "run/spawn.h"
#include "run/start.h"
#include "run/within.h"

namespace lightwell {
namespace {

Task<int> seven() { co_return 7; }
Task<int> doubled() { co_return 2 * co_await seven(); }
Task<int> thrower() {
  throw std::runtime_error("broken machinery");
  co_return 0;
}

}  // namespace

TEST_CASE("a task answers its awaiter and lets exceptions through") {
  CHECK(sync_wait(doubled()) == 14);
  CHECK_THROWS_WITH(sync_wait(thrower()), "broken machinery");
}

TEST_CASE("a deep chain of tasks does not grow the stack") {
  struct Chain {
    static Task<int> down(int n) { co_return n == 0 ? 0 : 1 + co_await down(n - 1); }
  };
  CHECK(sync_wait(Chain::down(100'000)) == 100'000);
}

TEST_CASE("a coroutine that waited for a pool goes on in its own loop") {
  Loop loop("test");
  Pool pool("pool", 1, 8);
  TaskGroup group;
  std::atomic<bool> same = false;
  group.spawn(loop, [](Loop& loop, Pool& pool, std::atomic<bool>& same) -> Task<void> {
    const auto answer = co_await pool.run([]() -> Result<int> { return Executor::current() == nullptr ? 1 : 0; });
    same = answer == 1 && Executor::current() == &loop;
  }(loop, pool, same));
  group.wait();
  CHECK(same);
}

TEST_CASE("a started task runs beside its starter and hands over what it has") {
  Pool pool("pool", 1, 8);
  const auto both = sync_wait([](Pool& pool) -> Task<int> {
    std::atomic<bool> is_open = false;
    auto waiting = start(pool.run([&is_open]() -> Result<int> {
      while (!is_open) std::this_thread::yield();
      return 20;
    }));
    is_open = true;  // never reached if start() waited for the task
    auto thrown = start(thrower());
    CHECK_THROWS_WITH(co_await thrown.join(), "broken machinery");
    co_return *co_await waiting.join() + 1;
  }(pool));
  CHECK(both == 21);
}

TEST_CASE("a pool refuses more than its queue holds") {
  Pool pool("pool", 1, 0);
  const auto refused = sync_wait(pool.run([]() -> Result<int> { return 1; }));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == &errors::slow_down);
}

TEST_CASE("a sleep ends early when asked to stop") {
  Loop loop("test");
  std::stop_source stop;
  TaskGroup group;
  std::atomic<int> outcome = -1;
  group.spawn(loop, [](Loop& loop, std::stop_token token, std::atomic<int>& outcome) -> Task<void> {
    outcome = co_await loop.sleep(std::chrono::hours(1), token);
  }(loop, stop.get_token(), outcome));
  stop.request_stop();
  group.wait();
  CHECK(outcome == 0);
}

TEST_CASE("what takes longer than its limit is not waited for, and goes on by itself") {
  Loop loop("test");
  const auto patient = sync_wait(loop, within(loop, std::chrono::seconds(20), seven()));
  CHECK(patient == 7);
  Completion<int> late;
  struct Late {
    static Task<int> wait(Completion<int> late, std::atomic<int>& seen) {
      seen = co_await late;
      co_return 0;
    }
  };
  std::atomic<int> seen = 0;
  const auto impatient = sync_wait(loop, within(loop, std::chrono::milliseconds(5), Late::wait(late, seen)));
  CHECK_FALSE(impatient);
  late.set(5);
  for (int i = 0; i < 1000 && seen == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(seen == 5);
  CHECK_THROWS_WITH(sync_wait(loop, within(loop, std::chrono::seconds(20), thrower())), "broken machinery");
}

TEST_CASE("read_all refuses what is longer than its limit") {
  const auto source = source_of(std::string("12345"));
  CHECK_FALSE(sync_wait(read_all(*source, 4)));
  const auto again = source_of(std::string("12345"));
  CHECK(sync_wait(read_all(*again, 5)) == "12345");
}

}  // namespace lightwell
