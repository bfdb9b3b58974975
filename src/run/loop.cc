#include "run/loop.h"

#include <pthread.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <thread>

#include "run/completion.h"

namespace lightwell {

namespace asio = boost::asio;

namespace {
// sendfile to a peer that has gone raises SIGPIPE and knows no flag against it; the error it answers is enough.
void ignore_broken_pipes() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}
}  // namespace

struct Loop::Machinery {
  asio::io_context context{1};  // a concurrency hint of one thread
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::thread thread;
};

Loop::Loop(std::string name) : machinery_(std::make_unique<Machinery>()) {
  machinery_->thread = std::thread([this, name = std::move(name)] {
    pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
    ignore_broken_pipes();
    const ExecutorScope scope(*this);
    machinery_->context.run();
  });
}

Loop::~Loop() { stop(); }

void Loop::stop() {
  machinery_->context.stop();
  if (machinery_->thread.joinable()) machinery_->thread.join();
}

void Loop::post(Job job) { asio::post(machinery_->context, std::move(job)); }
asio::io_context& Loop::context() { return machinery_->context; }

Task<bool> Loop::sleep(std::chrono::nanoseconds duration, std::stop_token stop) {
  if (stop.stop_requested()) co_return false;
  const auto timer = std::make_shared<asio::steady_timer>(machinery_->context, duration);
  Completion<bool> done;
  timer->async_wait([done](const boost::system::error_code& error) { done.set(!error); });
  // The callback may run on any thread; a timer may only be touched on its loop's.
  const std::stop_callback cancel(stop,
                                  [this, timer] { asio::post(machinery_->context, [timer] { timer->cancel(); }); });
  co_return co_await done;
}

Loops::Loops(size_t count) {
  for (size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>("loop-" + std::to_string(i)));
}

void Loops::stop() {
  for (const auto& loop : loops_) loop->stop();
}

}  // namespace lightwell
