#include "photos/events.h"

#include "photos/testing/world.h"

namespace lightwell::photos {

TEST_CASE_FIXTURE(World, "a page that went away goes on after the last event it saw") {
  const std::string id = add_ready("a.jpg", "abcd");
  const int64_t seen = *run(server->events.newest(owner));
  REQUIRE(run(server->library.trash(owner, {id}, clock.now())));
  REQUIRE(run(server->library.restore(owner, {id}, clock.now())));
  const auto batch = run(server->events.since(owner, seen));
  REQUIRE(batch->events.size() == 2);
  CHECK(batch->events[0].sequence == seen + 1);
  CHECK(batch->events[0].change == Change::trashed);
  CHECK(batch->events[1].change == Change::restored);
  CHECK(batch->events[1].month == "2026-11");
  CHECK(batch->last == seen + 2);
  CHECK_FALSE(batch->has_gap);
  CHECK(run(server->events.since(owner, seen, 1))->events.size() == 1);
  CHECK(run(server->events.since(owner, batch->last))->events.empty());
}

TEST_CASE_FIXTURE(World, "a page that was away for longer than events are kept is told to read anew") {
  add_ready("a.jpg", "abcd");
  clock.advance(std::chrono::hours(25));
  add_ready("b.jpg", "efgh");
  REQUIRE(run(server->events.sweep(clock.now())));
  const auto old = run(server->events.since(owner, 1));
  CHECK(old->has_gap);
  CHECK(old->events.empty());
  CHECK(old->last == 4);
  const auto recent = run(server->events.since(owner, 2));
  CHECK_FALSE(recent->has_gap);
  CHECK(recent->events.size() == 2);
  clock.advance(std::chrono::hours(25));
  REQUIRE(run(server->events.sweep(clock.now())));
  CHECK_FALSE(run(server->events.since(owner, 4))->has_gap);
  CHECK(run(server->events.since(owner, 3))->has_gap);
}

TEST_CASE_FIXTURE(World, "a watch wakes for its owner's changes, and for nothing else") {
  const auto mine = server->events.watch(owner);
  const auto theirs = server->events.watch(stranger);
  add("a.jpg", "abcd");
  CHECK(run(mine->wait(loop, std::chrono::seconds(10))));
  CHECK_FALSE(run(mine->wait(loop, std::chrono::milliseconds(1))));
  CHECK_FALSE(run(theirs->wait(loop, std::chrono::milliseconds(1))));
}

TEST_CASE_FIXTURE(World, "a wait ends with its page, and all end with the server") {
  const auto watch = server->events.watch(owner);
  std::stop_source page;
  page.request_stop();
  CHECK_FALSE(run(watch->wait(loop, std::chrono::seconds(100), page.get_token())));
  CHECK_FALSE(watch->has_ended());

  const auto wait = [](World& world, Watch& watch, bool& woke) -> Task<void> {
    woke = co_await watch.wait(world.loop, std::chrono::seconds(100));
  };
  bool woke = true;
  TaskGroup group;
  group.spawn(loop, wait(*this, *watch, woke));
  server->events.stop();
  group.wait();
  CHECK_FALSE(woke);
  CHECK(watch->has_ended());
  CHECK_FALSE(run(server->events.watch(owner)->wait(loop, std::chrono::seconds(100))));
}

}  // namespace lightwell::photos
