#include "run/interlude.h"

#include <doctest/doctest.h>

#include <atomic>
#include <random>
#include <thread>

#include "run/loop.h"
#include "run/spawn.h"

namespace lightwell {
namespace {

using namespace std::chrono_literals;

Task<Result<void>> nothing() { co_return Result<void>{}; }

// A world with a number, and what a worker sees of it.
struct World {
  Interlude interlude;
  std::atomic<int> epoch = 0;
  std::atomic<int> written_late = 0;
  std::atomic<int> written = 0;
};

Task<void> work(World& world, Loop& loop, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    const auto scene = co_await world.interlude.enter();
    const int began = world.epoch;
    scene->step_aside();
    co_await loop.sleep(std::chrono::microseconds(50 * (i % 7)));
    if (!scene->step_back()) continue;
    co_await loop.sleep(10us);
    ++(world.epoch == began ? world.written : world.written_late);
  }
}

Task<void> reset(World& world, Loop& loop, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    co_await loop.sleep(300us);
    const auto done = co_await world.interlude.play(loop, 20s, [&world]() -> Task<Result<void>> {
      ++world.epoch;
      co_return Result<void>{};
    });
    CHECK(done);
  }
}

}  // namespace

TEST_CASE("nobody writes what they began before an interlude") {
  World world;
  Loop loops[] = {Loop("one"), Loop("two"), Loop("three")};
  TaskGroup group;
  for (int i = 0; i < 12; ++i) group.spawn(loops[i % 3], work(world, loops[i % 3], 300));
  group.spawn(loops[0], reset(world, loops[0], 100));
  group.wait();
  CHECK(world.written_late == 0);
  CHECK(world.written > 0);
  CHECK(world.epoch == 100);
}

TEST_CASE("who stepped aside before an interlude learns that the scene is over") {
  Loop loop("one");
  Interlude interlude;
  const auto scene = sync_wait(loop, interlude.enter());
  scene->step_aside();
  CHECK(scene->step_back());
  scene->step_aside();
  CHECK(sync_wait(loop, interlude.play(loop, 1s, nothing)));
  CHECK_FALSE(scene->step_back());
  CHECK_FALSE(scene->step_back());
  const auto later = sync_wait(loop, interlude.enter());
  later->leave();
  later->leave();
  CHECK_FALSE(later->step_back());
}

TEST_CASE("an interlude for which nobody makes room is not played, and the next scene begins") {
  Loop loop("one");
  Interlude interlude;
  const auto scene = sync_wait(loop, interlude.enter());
  bool is_played = false;
  const auto done = sync_wait(loop, interlude.play(loop, 5ms, [&]() -> Task<Result<void>> {
    is_played = true;
    co_return Result<void>{};
  }));
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == &errors::timed_out);
  CHECK_FALSE(is_played);
  CHECK(sync_wait(loop, interlude.enter()) != nullptr);
  scene->leave();
}

}  // namespace lightwell
