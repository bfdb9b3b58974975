// Interlude: one act that has the stage for itself, between scenes that many play at once.
//
// Whoever works enters a scene. An interlude begins once everyone has left or stepped aside to wait for the world (a
// slow client, a child process); who comes meanwhile waits for its end. Whoever stepped aside before it learns
// afterwards that the scene is over: what they hold is of a world that is no more, and they may not write it into the
// new one.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/result.h"
#include "run/completion.h"
#include "run/task.h"
#include "run/timer.h"

namespace lightwell {

class Interlude {
 public:
  class Scene {
   public:
    ~Scene() { leave(); }
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    // Before waiting for something that may take long; nothing is written until step_back().
    void step_aside();
    // False when an interlude has begun meanwhile: the scene is over.
    bool step_back();
    void leave();  // for good; again does nothing

   private:
    friend class Interlude;
    enum class Place { working, aside, gone };
    Scene(Interlude& interlude, uint64_t number) : interlude_(interlude), number_(number) {}
    Interlude& interlude_;
    const uint64_t number_;
    Place place_ = Place::working;
  };

  // Waits while an interlude is played. The interlude must outlive its scenes.
  Task<std::shared_ptr<Scene>> enter();
  // errors::timed_out when someone still works after `patience`; then the act is not played, though scenes are over.
  Task<Result<void>> play(Timer& timer, std::chrono::nanoseconds patience, std::function<Task<Result<void>>()> act);

 private:
  std::optional<uint64_t> try_enter(std::optional<Completion<int>>& until);
  bool try_begin(std::optional<Completion<int>>& until);
  void end();
  void stop_working();  // with the lock held

  std::mutex mutex_;
  uint64_t number_ = 0;  // of the scene that is being played
  size_t working_ = 0;
  bool is_on_ = false;
  std::optional<Completion<int>> quiet_;  // set once nobody works
  std::vector<Completion<int>> waiting_;  // for the end of the interlude
};

}  // namespace lightwell
