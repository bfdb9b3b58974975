// Server-sent events: one browser's stream, pushed to from any thread.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
//
// The queue is bounded. A browser too slow for it loses its connection, reconnects with Last-Event-ID, and whoever
// produces the events sends what it missed.

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace lightwell::http {

struct Event {
  std::string id;    // what the browser sends back as Last-Event-ID; empty for none
  std::string name;  // what the page listens for; empty: "message"
  std::string data;  // any text; line breaks are kept
};

// The event as it travels. Line breaks in `id` and `name` would forge fields and are dropped.
std::string to_wire(const Event&);

class EventStream {
 public:
  struct Limits {
    size_t queue_max = 256;                        // events not yet written
    std::chrono::milliseconds ping_every{15'000};  // a comment, so that proxies and both ends see life
    std::chrono::milliseconds retry_after{3'000};  // what the browser is told to wait before it reconnects
  };
  EventStream() : EventStream(Limits{}) {}
  explicit EventStream(Limits limits);

  // Answers false when the stream is over: the browser left, was too slow, or close() came. Callable from any thread.
  bool push(const Event& event) const;
  // The browser gets what is queued, then the end.
  void close() const;
  bool is_open() const;

  // The answer that carries the stream, once only. Pings come while it is read on a loop.
  Response response() const;

 private:
  struct State;
  class Source;
  std::shared_ptr<State> state_;
};

}  // namespace lightwell::http
