// Loop: one thread around one Asio io_context. A connection lives on one loop from accept to close.

#pragma once

#include <memory>
#include <vector>

#include "run/executor.h"
#include "run/timer.h"

namespace boost::asio {
class io_context;
}

namespace lightwell {

class Loop final : public Executor, public Timer {
 public:
  explicit Loop(std::string name);
  ~Loop() override;  // stops and joins

  void post(Job job) override;
  Task<bool> sleep(std::chrono::nanoseconds, std::stop_token stop = {}) override;
  boost::asio::io_context& context();
  // Ends the thread after the job it runs now; what still waits is destroyed with the loop.
  void stop();

 private:
  struct Machinery;
  std::unique_ptr<Machinery> machinery_;
};

// As many loops as cores.
class Loops {
 public:
  explicit Loops(size_t count);
  Loop& at(size_t index) { return *loops_[index % loops_.size()]; }
  size_t size() const { return loops_.size(); }
  void stop();

 private:
  std::vector<std::unique_ptr<Loop>> loops_;
};

}  // namespace lightwell
