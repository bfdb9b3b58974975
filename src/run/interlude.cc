#include "run/interlude.h"

#include <utility>

#include "run/within.h"

namespace lightwell {
namespace {

Task<bool> wait_for(Completion<int> done) {
  co_await done;
  co_return true;
}

}  // namespace

void Interlude::stop_working() {
  if (--working_ == 0 && quiet_) std::exchange(quiet_, std::nullopt)->set(0);
}

void Interlude::Scene::step_aside() {
  const std::lock_guard lock(interlude_.mutex_);
  if (place_ != Place::working) return;
  place_ = Place::aside;
  interlude_.stop_working();
}

bool Interlude::Scene::step_back() {
  const std::lock_guard lock(interlude_.mutex_);
  if (place_ != Place::aside) return place_ == Place::working;
  if (interlude_.number_ != number_) return false;
  place_ = Place::working;
  ++interlude_.working_;
  return true;
}

void Interlude::Scene::leave() {
  const std::lock_guard lock(interlude_.mutex_);
  if (std::exchange(place_, Place::gone) == Place::working) interlude_.stop_working();
}

// The number of the scene; or nothing, and `until` says when to try again.
std::optional<uint64_t> Interlude::try_enter(std::optional<Completion<int>>& until) {
  const std::lock_guard lock(mutex_);
  if (is_on_) {
    until = waiting_.emplace_back();
    return std::nullopt;
  }
  ++working_;
  return number_;
}

Task<std::shared_ptr<Interlude::Scene>> Interlude::enter() {
  while (true) {
    std::optional<Completion<int>> until;
    if (const auto number = try_enter(until)) co_return std::shared_ptr<Scene>(new Scene(*this, *number));
    co_await *until;
  }
}

// Takes the stage; `until` then says when it is empty, where it is not yet.
bool Interlude::try_begin(std::optional<Completion<int>>& until) {
  const std::lock_guard lock(mutex_);
  if (is_on_) {
    until = waiting_.emplace_back();
    return false;
  }
  is_on_ = true;
  ++number_;
  until.reset();
  if (working_ > 0) until = quiet_.emplace();
  return true;
}

void Interlude::end() {
  std::vector<Completion<int>> waiting;
  {
    const std::lock_guard lock(mutex_);
    is_on_ = false;
    // Whoever lost patience left a task behind that waits for quiet, and would for ever.
    if (quiet_) waiting.push_back(*std::exchange(quiet_, std::nullopt));
    for (Completion<int>& one : std::exchange(waiting_, {})) waiting.push_back(std::move(one));
  }
  for (const Completion<int>& one : waiting) one.set(0);
}

Task<Result<void>> Interlude::play(Timer& timer, std::chrono::nanoseconds patience,
                                   std::function<Task<Result<void>>()> act) {
  std::optional<Completion<int>> until;
  while (!try_begin(until)) {
    co_await *until;
  }
  if (until) {
    const auto is_quiet = co_await within(timer, patience, wait_for(*until));
    if (!is_quiet) {
      end();
      co_return fail(error(errors::timed_out).log("someone works on while the stage should be empty"));
    }
  }
  Result<void> outcome = co_await act();
  end();
  co_return outcome;
}

}  // namespace lightwell
