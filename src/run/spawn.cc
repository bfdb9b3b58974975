#include "run/spawn.h"

#include "base/log.h"

namespace lightwell {

namespace spawn_detail {

void Latch::open() {
  // Notified under the lock: the waiter destroys the latch as soon as it can take the lock.
  const std::lock_guard lock(mutex_);
  open_ = true;
  opened_.notify_all();
}

void Latch::wait() {
  std::unique_lock lock(mutex_);
  opened_.wait(lock, [&] { return open_; });
}

Detached await_into(Task<void> task, std::exception_ptr& thrown, Latch& latch) {
  try {
    co_await std::move(task);
  } catch (...) {
    thrown = std::current_exception();
  }
  latch.open();
}

}  // namespace spawn_detail

namespace {
spawn_detail::Detached run_logged(Task<void> task, Job ended) {
  try {
    co_await std::move(task);
  } catch (const std::exception& thrown) {
    log::error("a task ended by an exception: {}", thrown.what());
  }
  ended();
}
}  // namespace

void TaskGroup::begin() {
  const std::lock_guard lock(mutex_);
  ++running_;
}

void TaskGroup::end() {
  const std::lock_guard lock(mutex_);
  --running_;
  ended_.notify_all();
}

void TaskGroup::spawn(Executor& executor, Task<void> task) {
  begin();
  executor.post([this, task = std::move(task)]() mutable { run_logged(std::move(task), [this] { end(); }); });
}

void TaskGroup::wait() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [&] { return running_ == 0; });
}

bool TaskGroup::wait_for(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return ended_.wait_for(lock, time, [&] { return running_ == 0; });
}

size_t TaskGroup::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

}  // namespace lightwell
