// Deadlines of a loop's connections, looked at a few times a second: setting one costs a store, not a timer.
//
// All of it lives on the loop's thread. While nothing is watched, nothing ticks.

#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>

#include "run/loop.h"

namespace lightwell::http {

using SteadyTime = std::chrono::steady_clock::time_point;

class Deadlines;

// Something that must get on by a certain time, or is told that it did not.
class Watched {
 public:
  virtual ~Watched();
  void set_deadline(std::chrono::steady_clock::duration from_now);
  void clear_deadline() { deadline_ = SteadyTime::max(); }
  bool is_watched() const { return watcher_ != nullptr; }

 protected:
  virtual void deadline_passed() = 0;

 private:
  friend class Deadlines;
  Deadlines* watcher_ = nullptr;
  Watched* next_ = nullptr;
  Watched* previous_ = nullptr;
  SteadyTime deadline_ = SteadyTime::max();
};

class Deadlines {
 public:
  explicit Deadlines(Loop& loop);
  ~Deadlines();  // whatever it still watches is forgotten
  void watch(Watched&);
  void forget(Watched&);

 private:
  struct Ticker;
  void check();
  std::shared_ptr<Ticker> ticker_;
  Watched* first_ = nullptr;
};

}  // namespace lightwell::http
