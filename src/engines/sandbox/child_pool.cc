#include "engines/sandbox/child_pool.h"

#include <pthread.h>
#include <sys/eventfd.h>

#include "base/log.h"

namespace lightwell::engines {
namespace {

constexpr int kAttempts = 2;
constexpr int kGoneMax = 3;

}  // namespace

ChildPool::ChildPool(ChildPoolOptions options) : options_(std::move(options)), stop_(eventfd(0, EFD_CLOEXEC)) {
  size_t children = options_.children;
  if (children == 0) children = std::max(1u, std::thread::hardware_concurrency());
  for (size_t i = 0; i < children; ++i) threads_.emplace_back([this] { serve(); });
}

void ChildPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  eventfd_write(stop_.descriptor(), 1);  // Never read, so every thread sees it.
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  for (const auto& job : std::exchange(queue_, {})) job->finish(fail(lightwell::errors::stopped));
}

ChildCounts ChildPool::counts() const {
  const std::lock_guard lock(mutex_);
  ChildCounts counts = counts_;
  counts.waiting = queue_.size();
  return counts;
}

Result<void> ChildPool::offer(std::unique_ptr<ChildJob> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return fail(lightwell::errors::stopped);
    if (queue_.size() >= options_.queue_max) return fail(lightwell::errors::slow_down);
    queue_.push_back(std::move(job));
  }
  changed_.notify_all();  // as in run/pool.cc: a signal to one may be lost
  return {};
}

// Null: the time is over, or all is to end.
std::unique_ptr<ChildJob> ChildPool::next(bool has_child) {
  std::unique_lock lock(mutex_);
  const auto ready = [&] { return stopping_ || !queue_.empty(); };
  if (has_child) {
    changed_.wait_for(lock, options_.idle, ready);
  } else {
    changed_.wait(lock, ready);
  }
  if (stopping_ || queue_.empty()) return nullptr;
  auto job = std::move(queue_.front());
  queue_.pop_front();
  return job;
}

bool ChildPool::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void ChildPool::serve() {
  pthread_setname_np(pthread_self(), options_.name.substr(0, 15).c_str());
  Child child;
  while (!stopping()) {
    const auto job = next(child.talk.has_value());
    if (!job) {
      let_go(child);
      continue;
    }
    Result<void> outcome = job->prepare();
    if (outcome) outcome = carry_out(*job, child);
    if (child.talk && child.talk->asked() >= options_.jobs_per_child_max) let_go(child);
    job->finish(std::move(outcome));
  }
  let_go(child);
}

Result<void> ChildPool::carry_out(ChildJob& job, Child& child) {
  if (child.talk && options_.stamp && options_.stamp() != child.stamp) let_go(child);
  for (int attempt = 1, gone = 0;;) {
    if (!child.talk) REQUIRE_OK(start(child));
    const auto done = job.attempt(*child.talk);
    if (done) return {};
    const Loss loss = done.error();
    if (loss == Loss::stopped) return fail(lightwell::errors::stopped);
    report_loss(*child.talk, loss, attempt);
    let_go(child);
    // It ended between two jobs; this one is not to blame. Thrice in a row, the machine is.
    if (loss == Loss::gone_before && ++gone < kGoneMax) continue;
    if (loss == Loss::gone_before) {
      return fail(error(lightwell::errors::internal_error).log(options_.name + "s end as soon as they have started"));
    }
    // What took too long once would again, and others wait.
    if (attempt++ == kAttempts || loss == Loss::timed_out) return fail(job.lost(loss));
  }
}

Result<void> ChildPool::start(Child& child) {
  // Before: what changes while it starts is noticed at its next job.
  std::string stamp = options_.stamp ? options_.stamp() : std::string();
  TRY(Conversation started, options_.start(stop_.descriptor()));
  child.talk.emplace(std::move(started));
  child.stamp = std::move(stamp);
  const std::lock_guard lock(mutex_);
  ++counts_.children_started;
  ++counts_.children_running;
  if (!child.talk->ready().locked && !std::exchange(warned_, true)) {
    log::warning("system calls of the {} are not filtered: this build or this system cannot", options_.name);
  }
  return {};
}

void ChildPool::let_go(Child& child) {
  if (!child.talk) return;
  child.talk.reset();
  const std::lock_guard lock(mutex_);
  --counts_.children_running;
}

void ChildPool::report_loss(Conversation& child, Loss loss, int attempt) {
  if (loss != Loss::gone_before) {
    log::warning("{}: a child was lost at its job {}, attempt {}: {}", options_.name, child.asked(), attempt,
                 loss == Loss::timed_out ? "it took too long" : child.describe_end());
  }
  const std::lock_guard lock(mutex_);
  ++counts_.children_lost;
}

}  // namespace lightwell::engines
