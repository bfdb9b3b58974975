// Pool: threads for work that blocks (files, hashing, child processes), with a bounded queue in front.

#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "run/completion.h"
#include "run/executor.h"
#include "run/task.h"

namespace lightwell {

class Pool {
 public:
  // `queue_max`: jobs that may wait; one more is refused with errors::slow_down.
  Pool(std::string name, size_t threads, size_t queue_max);
  ~Pool();  // finishes what is queued
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Runs `work` (answering a Result) on a thread of the pool; the caller goes on in its own executor.
  template <class Work>
  auto run(Work work) -> Task<std::invoke_result_t<Work&>> {
    using Answer = std::invoke_result_t<Work&>;
    struct Outcome {
      std::optional<Answer> answer;
      std::exception_ptr thrown;
    };
    Completion<Outcome> done;
    const bool taken = offer([done, work = std::move(work)]() mutable {
      Outcome outcome;
      try {
        outcome.answer.emplace(work());
      } catch (...) {
        outcome.thrown = std::current_exception();
      }
      done.set(std::move(outcome));
    });
    if (!taken) co_return fail(errors::slow_down);
    Outcome outcome = co_await done;
    if (outcome.thrown) std::rethrow_exception(outcome.thrown);
    co_return std::move(*outcome.answer);
  }

 private:
  bool offer(Job job);
  void serve();

  const std::string name_;
  const size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lightwell
