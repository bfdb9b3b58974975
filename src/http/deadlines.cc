#include "http/deadlines.h"

#include <boost/asio/io_context.hpp>

namespace lightwell::http {
namespace {
constexpr std::chrono::milliseconds kTick{100};
}

// The timer's callback may come after its owner has gone, and finds that out here.
struct Deadlines::Ticker : std::enable_shared_from_this<Ticker> {
  Ticker(Loop& loop, Deadlines& owner) : timer(loop.context()), owner(&owner) {}
  void wait() {
    timer.expires_after(kTick);
    timer.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      self->running = false;
      if (!error && self->owner != nullptr) self->owner->check();
    });
    running = true;
  }
  boost::asio::steady_timer timer;
  Deadlines* owner;
  bool running = false;
};

Watched::~Watched() {
  if (watcher_ != nullptr) watcher_->forget(*this);
}

void Watched::set_deadline(std::chrono::steady_clock::duration from_now) {
  deadline_ = std::chrono::steady_clock::now() + from_now;
}

Deadlines::Deadlines(Loop& loop) : ticker_(std::make_shared<Ticker>(loop, *this)) {}

Deadlines::~Deadlines() {
  ticker_->owner = nullptr;
  while (first_ != nullptr) forget(*first_);
}

void Deadlines::watch(Watched& watched) {
  watched.watcher_ = this;
  watched.next_ = first_;
  watched.previous_ = nullptr;
  if (first_ != nullptr) first_->previous_ = &watched;
  first_ = &watched;
  if (!ticker_->running) ticker_->wait();
}

void Deadlines::forget(Watched& watched) {
  if (watched.next_ != nullptr) watched.next_->previous_ = watched.previous_;
  (watched.previous_ != nullptr ? watched.previous_->next_ : first_) = watched.next_;
  watched.watcher_ = nullptr;
  watched.next_ = watched.previous_ = nullptr;
}

void Deadlines::check() {
  const SteadyTime now = std::chrono::steady_clock::now();
  for (Watched* watched = first_; watched != nullptr;) {
    if (watched->deadline_ > now) {
      watched = watched->next_;
      continue;
    }
    watched->clear_deadline();
    watched->deadline_passed();
    watched = first_;  // the call may have ended any watch
  }
  if (first_ != nullptr) ticker_->wait();
}

}  // namespace lightwell::http
