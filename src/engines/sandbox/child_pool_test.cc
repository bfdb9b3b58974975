#include "engines/sandbox/child_pool.h"

#include <doctest/doctest.h>

#include <atomic>

#include "engines/sandbox/child_process.h"

namespace lightwell::engines {
namespace {

using namespace std::chrono_literals;

// Answers nothing but that it ended.
class CountedJob final : public ChildJob {
 public:
  explicit CountedJob(std::atomic<size_t>& finished) : finished_(finished) {}
  std::expected<void, Loss> attempt(Conversation&) override { return std::unexpected(Loss::crashed); }
  Error lost(Loss) const override { return error(lightwell::errors::internal_error); }
  void finish(Result<void>) override {
    ++finished_;
    finished_.notify_all();
  }

 private:
  std::atomic<size_t>& finished_;
};

}  // namespace

TEST_CASE("a queue whose children come and go all the time finishes every job, and at once") {
  // Jobs arrive in bursts while threads give up waiting: a wake-up that is lost shows as a burst that stands still.
  std::atomic<size_t> started = 0;
  ChildPool pool({.name = "test engine", .children = 4, .queue_max = 10'000, .idle = 1ms, .start = [&](int) {
                    ++started;
                    return Result<Conversation>(fail(lightwell::errors::internal_error));
                  }});
  std::atomic<size_t> finished = 0;
  size_t offered = 0;
  for (int burst = 0; burst < 2000; ++burst) {
    for (int i = 0; i < 1 + burst % 7; ++i, ++offered) {
      REQUIRE(pool.offer(std::make_unique<CountedJob>(finished)));
    }
    const auto since = std::chrono::steady_clock::now();
    while (finished < offered) {
      REQUIRE(std::chrono::steady_clock::now() - since < 20s);
      std::this_thread::yield();
    }
    if (burst % 16 == 0) std::this_thread::sleep_for(1ms);
  }
  CHECK(started == offered);
  pool.stop();
  CHECK(finished == offered);
  CHECK_FALSE(pool.offer(std::make_unique<CountedJob>(finished)));
}

}  // namespace lightwell::engines
