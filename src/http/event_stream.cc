#include "http/event_stream.h"

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <mutex>

#include "run/completion.h"
#include "run/loop.h"

namespace lightwell::http {
namespace {

constexpr std::string_view kPing = ": ping\n\n";

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) {
    if (c != '\n' && c != '\r' && c != '\0') out += c;
  }
  out += '\n';
}

}  // namespace

std::string to_wire(const Event& event) {
  std::string out;
  if (!event.id.empty()) append_field(out, "id", event.id);
  if (!event.name.empty()) append_field(out, "event", event.name);
  std::string_view rest = event.data;
  while (true) {
    const size_t end = rest.find('\n');
    append_field(out, "data", rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  out += '\n';
  return out;
}

struct EventStream::State {
  explicit State(Limits limits) : limits(limits) {}
  enum class Wake { event, ping };

  // Whoever waits goes on. Under the lock.
  void wake(Wake why) {
    if (waiter) std::exchange(waiter, std::nullopt)->set(why);
  }

  const Limits limits;
  std::mutex mutex;
  std::deque<std::string> queue;
  bool is_closed = false;  // no more is taken
  bool is_broken = false;  // nor is what is queued sent
  std::optional<Completion<Wake>> waiter;
};

class EventStream::Source final : public ByteSource {
 public:
  explicit Source(std::shared_ptr<State> state) : state_(std::move(state)) {
    const std::lock_guard lock(state_->mutex);
    state_->queue.push_front(fmt::format("retry: {}\n\n", state_->limits.retry_after.count()));
  }
  ~Source() override { interrupt(); }

  Task<Result<Bytes>> read() override {
    while (true) {
      Completion<State::Wake> woken;
      {
        const std::lock_guard lock(state_->mutex);
        if (state_->is_broken) co_return Bytes{};
        if (!state_->queue.empty()) co_return take_queued();
        if (state_->is_closed) co_return Bytes{};
        state_->waiter = woken;
      }
      set_ping();
      const State::Wake why = co_await woken;
      stop_ping();
      if (why == State::Wake::ping) co_return as_bytes(kPing);
    }
  }

  void interrupt() override {
    const std::lock_guard lock(state_->mutex);
    state_->is_closed = state_->is_broken = true;
    state_->wake(State::Wake::event);
  }

 private:
  // Everything queued, as one piece.
  Bytes take_queued() {
    piece_.clear();
    for (const std::string& event : state_->queue) piece_ += event;
    state_->queue.clear();
    return as_bytes(piece_);
  }

  // Only a loop has a timer to set; elsewhere (a test's thread) the stream goes without pings.
  void set_ping() {
    auto* loop = dynamic_cast<Loop*>(Executor::current());
    if (loop == nullptr) return;
    if (!timer_) timer_.emplace(loop->context());
    timer_->expires_after(state_->limits.ping_every);
    timer_->async_wait([state = state_](const boost::system::error_code& error) {
      if (error) return;
      const std::lock_guard lock(state->mutex);
      state->wake(State::Wake::ping);
    });
  }
  void stop_ping() {
    if (timer_) timer_->cancel();
  }

  std::shared_ptr<State> state_;
  std::string piece_;
  std::optional<boost::asio::steady_timer> timer_;
};

EventStream::EventStream(Limits limits) : state_(std::make_shared<State>(limits)) {}

bool EventStream::push(const Event& event) const {
  std::string text = to_wire(event);
  const std::lock_guard lock(state_->mutex);
  if (state_->is_closed) return false;
  if (state_->queue.size() >= state_->limits.queue_max) {
    state_->is_closed = state_->is_broken = true;
    state_->queue.clear();
  } else {
    state_->queue.push_back(std::move(text));
  }
  state_->wake(State::Wake::event);
  return !state_->is_closed;
}

void EventStream::close() const {
  const std::lock_guard lock(state_->mutex);
  state_->is_closed = true;
  state_->wake(State::Wake::event);
}

bool EventStream::is_open() const {
  const std::lock_guard lock(state_->mutex);
  return !state_->is_closed;
}

Response EventStream::response() const {
  Response response;
  response.headers.add("Content-Type", "text/event-stream; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Accel-Buffering", "no");  // nginx in front would hold events back
  response.body = std::make_unique<Source>(state_);
  return response;
}

}  // namespace lightwell::http
