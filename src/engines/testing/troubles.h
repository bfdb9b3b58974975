// What the tests of engines in trouble share: their children, and what every engine does when one is killed or its
// queue is full.

#pragma once

#include <dirent.h>
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"

namespace lightwell::engines {

inline std::vector<pid_t> children() {
  std::vector<pid_t> pids;
  DIR* tasks = opendir("/proc/self/task");
  REQUIRE(tasks != nullptr);
  while (const dirent* task = readdir(tasks)) {
    std::ifstream list(std::string("/proc/self/task/") + task->d_name + "/children");
    for (pid_t pid = 0; list >> pid;) pids.push_back(pid);
  }
  closedir(tasks);
  return pids;
}

// Within twenty seconds.
template <class Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// Kills the first child, and the one in its place, while `ask` waits for an answer.
template <class Engine, class Ask>
void kill_twice_while(Engine& engine, Ask ask) {
  std::thread asker(ask);
  for (uint64_t started = 1; started <= 2; ++started) {
    REQUIRE(soon([&] { return engine.counts().children_started == started && children().size() == 1; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    kill(children().front(), SIGKILL);
    soon([&] { return engine.counts().children_lost == started; });
  }
  asker.join();
}

// One that is killed while it waits is replaced, and nobody notices.
template <class Engine, class Works>
void check_killed_between(Engine& engine, Works works) {
  REQUIRE(works());
  REQUIRE(children().size() == 1);
  kill(children().front(), SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(works());
  CHECK(engine.counts().children_started == 2);
}

// `engine` has one child and room for one that waits; `hang` answers with the kind of error it ends with.
template <class Engine, class Hang>
void check_full_queue_and_stop(Engine& engine, Hang hang) {
  std::vector<std::thread> askers;
  std::atomic<int> stopped = 0;
  const auto ask = [&] { stopped += hang() == &lightwell::errors::stopped; };
  askers.emplace_back(ask);
  REQUIRE(soon([&] { return engine.counts().children_running == 1 && engine.counts().waiting == 0; }));
  askers.emplace_back(ask);
  REQUIRE(soon([&] { return engine.counts().waiting == 1; }));
  CHECK(hang() == &lightwell::errors::slow_down);
  engine.stop();
  for (std::thread& asker : askers) asker.join();
  CHECK(stopped == 2);
  CHECK(children().empty());
  CHECK(hang() == &lightwell::errors::stopped);
}

}  // namespace lightwell::engines
